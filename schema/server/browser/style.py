"""How Neo4j Browser draws the graph: the style of each label and relationship type, as GraSS.

The fills differ in lightness as well as in hue, so that they stay apart for colour-blind readers; every
caption has a contrast of at least 4.5 to its fill (WCAG 2.2, 1.4.3). `test_browser.py` checks both.
"""

from __future__ import annotations

DARK, LIGHT = "#1E2A32", "#FFFFFF"


def _node(fill: str, border: str, text: str, diameter: int, caption: str) -> dict[str, str]:
    return {
        "color": fill,
        "border-color": border,
        "text-color-internal": text,
        "diameter": f"{diameter}px",
        "caption": caption,
    }


def _relationship(color: str, width: int = 1, caption: str = "<type>") -> dict[str, str]:
    return {"color": color, "shaft-width": f"{width}px", "caption": caption}


GRASS = {
    "node.Site": _node("#0F3F66", "#092A45", LIGHT, 80, "{name}"),
    "node.Jurisdiction": _node("#9CCBEA", "#5D93B6", DARK, 65, "{name}"),
    "node.ProgramModel": _node("#D98A1F", "#AC7119", DARK, 65, "{name}"),
    "node.Topic": _node("#EFD04A", "#BFA02A", DARK, 65, "{name}"),
    "node.PartnerAgency": _node("#2B7A5F", "#1B5642", LIGHT, 50, "{name}"),
    "node.LawEnforcementAgency": _node("#5A1F1A", "#3A0F10", LIGHT, 50, "{name}"),
    "node.Request": _node("#8A4DB2", "#5E3180", LIGHT, 65, "{monthText}"),
    # A node of two labels has the look of the later one.
    "node.FormerSite": _node("#8099FF", "#0F3F66", DARK, 80, "{name}"),
    "node.SyntheticRequest": _node("#A594B4", "#776886", DARK, 65, "{monthText}"),
    "node.Source": _node("#FAF9F6", "#BDB7A8", DARK, 50, "{title}"),
    "relationship.SERVES": _relationship("#0F3F66", 2),
    "relationship.OPERATES": _relationship("#AC7119", 2),
    "relationship.PARTNERS_WITH": _relationship("#2B7A5F", 2),
    "relationship.SPECIALIZES_IN": _relationship("#BFA02A"),
    "relationship.ANSWERED_BY": _relationship("#776886", 2),
    "relationship.FROM": _relationship("#776886"),
    "relationship.ABOUT": _relationship("#AC7119"),
    "relationship.CONCERNS": _relationship("#BFA02A"),
    "relationship.SIMILAR_TO": _relationship("#5D93B6", 1, "{score}"),
    "relationship.PART_OF": _relationship("#5D93B6"),
    "relationship.ADJACENT_TO": _relationship("#5D93B6"),
    "relationship.POLICES": _relationship("#5A1F1A"),
    "relationship.LOCATED_IN": _relationship("#5D93B6"),
    "relationship.CITED_IN": _relationship("#BDB7A8"),
}


def grass() -> str:
    """The style as a GraSS file, for `:style <address>` in any other Neo4j Browser."""
    return "".join(
        f"{name} {{\n"
        + "".join(
            f"  {prop}: {_quoted(value) if prop == 'caption' else value};\n" for prop, value in style.items()
        )
        + "}\n"
        for name, style in GRASS.items()
    )


def _quoted(value: str) -> str:
    return f'"{value}"'
