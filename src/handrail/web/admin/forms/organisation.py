"""The form about an organisation."""

from handrail.web.fields import Text
from handrail.web.forms import Form


class OrganisationForm(Form):
    """How an organisation is called and reached, and where it works."""

    name = Text("Name", max_length=200, missing="Enter the name of your organisation")
    phone = Text(
        "Telephone number",
        max_length=40,
        required=False,
        width=20,
        hint="Shown to members of other organisations who are told to ask yours for help.",
    )
    areas = Text(
        "Areas",
        rows=5,
        required=False,
        hint="The nine-character code of each council, county or region that you serve, one a line: E09000007.",
    )

    def clean_areas(self) -> list[str]:
        """The codes, one a line."""
        return str(self.cleaned_data["areas"]).split()
