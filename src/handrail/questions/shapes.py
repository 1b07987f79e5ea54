"""An answer in its shape, as the words of one item: the question, and what was answered to it."""

from datetime import date

from handrail.programme.questions import DATE, OPTIONS, YES_NO, Question
from handrail.questions.rules import AnswerOutOfShape
from handrail.sharing.wording import refuse_above_official

YES, NO = "yes", "no"


def words_of(entry: Question, text: str, answer: str) -> str:
    """What the item says: ``text`` is the question as it was put, ``answer`` the value given.

    A value is "yes" or "no", a day as YYYY-MM-DD, the number of an option counted from 1, or short words. Raises
    :class:`AnswerOutOfShape` for anything else: an answer is what was asked and no more.
    """
    refuse_above_official(answer, field="answer")
    return f"{text}\n{_said(entry, answer.strip())}"


def _said(entry: Question, answer: str) -> str:
    if entry.shape == YES_NO:
        if answer not in (YES, NO):
            raise AnswerOutOfShape("Answer yes or no")
        return answer.capitalize()
    if entry.shape == DATE:
        try:
            on = date.fromisoformat(answer)
        except ValueError:
            raise AnswerOutOfShape("Answer with a day") from None
        return f"{on:%-d %B %Y}"
    if entry.shape == OPTIONS:
        numbers = {str(number): option for number, option in enumerate(entry.options, start=1)}
        if answer not in numbers:
            raise AnswerOutOfShape("Choose one of the answers")
        return numbers[answer]
    if not answer:
        raise AnswerOutOfShape("Write the answer")
    if len(answer) > entry.longest:
        raise AnswerOutOfShape(f"Use {entry.longest} characters or fewer: answer the question and no more")
    return answer
