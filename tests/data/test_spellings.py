"""Which names are one authority's or one donor's."""

import pytest

from r4v_analysis.data.spellings import same_authority, same_donor


@pytest.mark.parametrize(
    "names",
    [
        ("UNHCR", "ACNUR", "United Nations High Commissioner for Refugees (UNHCR)"),
        (
            "SNM",
            "Migraciones",
            "Superintendencia Nacional de Migraciones",
            "Superintendencia Nacional de Migraciones (SNM)",
        ),
        ("UNHCR and IOM", "ACNUR y OIM", "OIM y ACNUR", "UNHCR/IOM", "IOM & UNHCR"),
        ("IOM (press)", "OIM (prensa)"),
        ("R4V", "Plataforma R4V", "r4v"),
        ("GTRM", "Grupo de Trabajo para Refugiados y Migrantes (GTRM)"),
    ],
)
def test_an_authority_has_one_key_in_english_and_spanish_in_full_and_short(names):
    assert len({same_authority(name) for name in names}) == 1


def test_who_quotes_an_authority_or_counts_with_it_stays_in_the_key():
    names = ("R4V", "R4V (CNN, restated)", "UNHCR", "UNHCR and IOM", "IOM", "SNM (EFE)", "SNM")
    assert len({same_authority(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "names",
    [
        ("United States of America, Government of", "Estados Unidos de América, Gobierno de", "Estados Unidos"),
        ("Spain, Government of", "España", "ESPANA", "Gobierno de España"),
        ("European Commission", "Comisión Europea"),
        ("CERF", "Central Emergency Response Fund (CERF)"),
        ("Not specified", "No especificado"),
    ],
)
def test_a_donor_has_one_key_in_english_and_spanish_with_accents_and_without(names):
    assert len({same_donor(name) for name in names}) == 1


def test_donors_of_other_names_are_others():
    names = ("Japan, Government of", "Canada, Government of", "Fundación de Japón", "UNICEF National Committee/Japan")
    assert len({same_donor(name) for name in names}) == len(names)
