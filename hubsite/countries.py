"""The reader's country: what the address says of it, never the language.

It is chosen by a country or by a territory, and kept nowhere.
"""

COUNTRIES = ("FR", "BE")


def chosen_country(countries, territories):
    """Return the one country that codes or `scheme:code` references name, "" for none.

    A choice of both countries, or of a territory across the border, is no choice.
    """
    named = {code.upper() for code in countries} & set(COUNTRIES)
    if not named:
        named = {country_of_territory(reference) for reference in territories}
    return named.pop() if len(named) == 1 else ""


def country_of_territory(reference):
    """Return the country a `scheme:code` lies in; "" across the border or unknown."""
    scheme, _colon, code = reference.partition(":")
    if scheme.startswith("insee") or scheme == "epci":
        return "FR"
    if scheme == "nis":
        return "BE"
    if scheme in {"iso", "nuts"} and code[:2] in COUNTRIES:
        return code[:2]
    return ""
