"""Both implementations give what RFC 9497 says they give."""

from handrail.matching.oprf import Evaluated, Evaluator, ristretto
from tests.unit.matching.oprf.conftest import Suite


def test_the_key_is_derived_as_the_rfc_derives_it(suite: Suite) -> None:
    assert Evaluator(suite.seed, suite.info).public_key == suite.public_key
    assert ristretto.derive_key(suite.seed, suite.info) == suite.secret_key
    assert ristretto.Evaluator(suite.seed, suite.info).public_key == suite.public_key


def test_there_are_single_questions_and_a_batch_of_two(suite: Suite) -> None:
    assert [len(vector.inputs) for vector in suite.vectors] == [1, 1, 2]


def test_blinded_elements_are_those_of_the_vectors(suite: Suite) -> None:
    for vector in suite.vectors:
        assert ristretto.blind(vector.inputs, vector.blinds).elements == vector.blinded


def test_elements_are_evaluated_as_in_the_vectors(suite: Suite) -> None:
    for vector in suite.vectors:
        assert Evaluator(suite.seed, suite.info).evaluate(vector.blinded).elements == vector.evaluated
        assert ristretto.Evaluator(suite.seed, suite.info).evaluate(vector.blinded).elements == vector.evaluated


def test_a_proof_with_the_vectors_randomness_is_the_vectors_proof(suite: Suite) -> None:
    for vector in suite.vectors:
        evaluator = ristretto.Evaluator(suite.seed, suite.info)
        assert evaluator.evaluate(vector.blinded, randomness=vector.proof_randomness).proof == vector.proof


def test_outputs_are_those_of_the_vectors_asked_or_known(suite: Suite) -> None:
    for vector in suite.vectors:
        kept = ristretto.Blinded(tuple(vector.inputs), tuple(vector.blinds), vector.blinded)
        assert kept.finish(Evaluated(vector.evaluated, vector.proof), suite.public_key) == vector.outputs
        for evaluator in (Evaluator(suite.seed, suite.info), ristretto.Evaluator(suite.seed, suite.info)):
            assert [evaluator.output(token) for token in vector.inputs] == vector.outputs
