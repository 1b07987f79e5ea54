"""What axe finds wrong with a page: what WCAG 2.2 AA asks for, as far as a program can tell.

Most of axe's time goes into the contrast of each text with what is behind it, and page after page shows the same text:
one colour, size and weight on one ground. So the rule is asked of a page when it shows anything new to this process;
all else that axe knows, of every page.
"""

from typing import Any

from playwright.sync_api import Page

from tests.browser.served import AXE

CONTRAST = "color-contrast"

#: Nothing is fetched for axe beside the page: only films and sound would need it, and there are none.
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    "preload": False,
}

#: Only what is wrong comes back to the test, in a line each: all that axe has to say of a page is long on its way.
WHAT_IS_WRONG = """
options => axe.run(document, options).then(
    ({violations}) => violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`))
)
"""

#: All that contrast depends on: how each text that is seen is written, and whatever lies behind or over it.
LOOKS_OF_TEXT = """
() => {
    const layers = new Map();
    const behind = element => {
        if (!element) return '';
        if (!layers.has(element)) {
            const style = getComputedStyle(element);
            const layer = [
                style.backgroundColor === 'rgba(0, 0, 0, 0)' ? '' : style.backgroundColor,
                style.backgroundImage === 'none' ? '' : style.backgroundImage,
                style.opacity === '1' ? '' : style.opacity,
                style.filter === 'none' ? '' : style.filter,
                ['static', 'relative'].includes(style.position) ? '' : style.position,
            ].join('');
            layers.set(element, layer + '/' + behind(element.parentElement));
        }
        return layers.get(element);
    };
    const says = element => element.matches('input, select, textarea')
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const seen = element => element.checkVisibility({visibilityProperty: true}) && element.offsetWidth !== 1;
    const look = element => {
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
        const enabled = !element.matches(':disabled');
        return [color, fontSize, fontWeight, textShadow, enabled, behind(element).replace(/\\/+/g, '/')].join(' ');
    };
    return [...new Set([...document.body.querySelectorAll('*')].filter(says).filter(seen).map(look))];
}
"""

#: How texts look whose contrast was enough on a page of this process.
_enough: set[str] = set()


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page, as "rule: element".

    Left out: GOV.UK's radios and checkboxes that reveal a question carry aria-expanded, on purpose and after trials
    with screen readers, though ARIA 1.2 doesn't list it for them (alphagov/govuk-frontend issue 979).
    """
    page.add_script_tag(url=AXE)
    looks = set(page.evaluate(LOOKS_OF_TEXT))
    rules: dict[str, Any] = {CONTRAST: {"enabled": not looks <= _enough}}
    found = page.evaluate(WHAT_IS_WRONG, {**WCAG, "rules": rules})
    if not any(fault.startswith(CONTRAST) for fault in found):
        _enough.update(looks)
    return [fault for fault in found if not (fault.startswith("aria-allowed-attr") and "__input" in fault)]
