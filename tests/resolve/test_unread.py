"""What beside a name nothing accounts for: a body that the article names and the reading lost."""

import pytest

from onrecord.knowledge.grammar import lay_out
from onrecord.measure.labelled_tasks import read_resolved
from onrecord.record import Entity, Mention, Page, Role, Span
from onrecord.resolve.unread import left_over

TEXT = "Ann Smith, an analyst at the Hudson Institute in London, said on Tuesday that prices would rise."
NAME = "Ann Smith"
HUDSON = Entity(id="organisation:hudson institute", kind="organisation", name="Hudson Institute")


def unread(person: Entity, text: str = TEXT, *others: Entity) -> set[str]:
    reading, analysis = read_resolved(Page(id="a", text=text))
    start = text.index(person.name)
    mention = Mention(id="m", span=Span(start, start + len(person.name)), form="name", entity=person.id)
    entities = {one.id: one for one in (person, *others)}
    return left_over(lay_out(reading.article.text, analysis), person, entities, [mention])


def person(name: str = NAME, *roles: Role, principal: str | None = None) -> Entity:
    return Entity(id="person:one", kind="person", name=name, roles=roles, principal=principal)


def test_a_body_beside_the_name_that_is_neither_office_nor_principal_is_left_over() -> None:
    assert "body" in unread(person())


@pytest.mark.parametrize(
    "known", [person(NAME, Role(title="analyst", organisation="Hudson Institute")), person(principal=HUDSON.id)]
)
def test_what_office_or_principal_account_for_is_not(known: Entity) -> None:
    assert "body" not in unread(known, TEXT, HUDSON)


def test_a_body_that_was_clipped_is_left_over_in_part() -> None:
    text = "Joe Hill, a manager at Northern Cleanup Services Co., said he had tested the rooms."
    assert "body" in unread(person("Joe Hill", Role(title="manager", organisation="Northern")), text)


def test_a_place_before_the_body_belongs_to_its_name() -> None:
    text = "Auckland Zoo vet Richard Hill said the otter was well."
    found = unread(person("Richard Hill", Role(title="vet", organisation="Zoo")), text)
    assert found & {"place before the body", "body"}
    whole = unread(person("Richard Hill", Role(title="vet", organisation="Auckland Zoo")), text)
    assert not whole & {"place before the body", "body"}


def test_other_persons_days_and_countries_are_nobodys_body() -> None:
    text = "Ann Smith, who met Joan Hill in France on Monday, said the talks had failed."
    assert unread(person(), text) == set()
