"""Armed groups, forces and alliances of the table: one id whether they speak, act or stand in the world file."""

import pytest

from onrecord.knowledge.actors import actor_of, actors
from onrecord.measure.labelled_tasks import read_referred, read_resolved
from onrecord.reconcile.worlds import load_world
from onrecord.record import Page, Reading


def read(text: str) -> Reading:
    return read_referred(Page(id="a", text=text))[0]


def first_speakers(text: str) -> tuple[str, ...]:
    return read(text).attributions[0].speakers


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("The paramilitary Rapid Support Forces", "group:rapid-support-forces"),
        ("Boko Haram", "group:boko-haram"),
        ("Al-Shabaab", "group:al-shabaab"),
        ("Kataib Hezbollah", "group:kataib-hezbollah"),
        ("The Lord's Resistance Army", "group:lord-s-resistance-army"),
        ("The Kurdistan Workers' Party", "group:pkk"),
        ("The Allied Democratic Forces", "group:allied-democratic-forces"),
        ("Abu Sayyaf", "group:abu-sayyaf"),
        ("The Revolutionary Armed Forces of Colombia", "group:farc"),
        ("Israel's army", "military:IL-army"),
    ],
)
def test_groups_speak_under_their_own_id(name: str, identity: str) -> None:
    assert first_speakers(f"{name} said on Tuesday that its fighters had taken a village.") == (identity,)


def test_every_name_of_several_words_is_known_as_a_speaker() -> None:
    """Names in the table that other tables claim ("Syrian army") keep to one id too."""
    lost = []
    for actor in actors().values():
        if len(actor.name.split()) > 1 and actor.name[:1].isupper() and actor.kind == "group":
            found = first_speakers(f"The {actor.name} said on Tuesday that the town had fallen.")
            lost += [] if found == (actor.id,) else [(actor.name, found)]
    assert [name for name, _ in lost] == ["Nour al-Din al-Zenki"]  # taken for the man it is named after


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("The RSF said it had left Khartoum. Sudan is at war.", "group:rapid-support-forces"),
        ("The RSF said it had left the town. The Rapid Support Forces are at war.", "group:rapid-support-forces"),
        ("The RSF said journalists were held in Belarus.", "organisation:rsf"),
        ("The LTTE said it had left the town. Sri Lanka is at war.", "group:ltte"),
    ],
)
def test_a_short_name_counts_in_an_article_about_its_country_or_with_its_full_name(text: str, identity: str) -> None:
    assert first_speakers(text) == (identity,)


def test_who_speaks_for_a_group_speaks_for_the_known_one() -> None:
    reading = read('The Rapid Support Forces left. "We won," said RSF spokesman Ali Hassan on Monday.')
    [speaker] = [one for one in reading.entities if one.kind == "person"]
    assert speaker.principal == "group:rapid-support-forces"


def test_the_world_file_and_the_table_of_actors_call_a_body_by_one_id() -> None:
    theirs = {(name, body.id): actor_of(name) for body in load_world().bodies for name in body.names}
    apart = {key: actor.id for key, actor in theirs.items() if actor is not None and actor.id != key[1]}
    assert set(apart.values()) <= {"group:hamas"}  # its brigades are a body of their own in the world file


@pytest.mark.parametrize("line", ["GENEVA, May 6, 2025 - ", "GENEVA (Reuters) - ", "GENEVA — ", "GENEVA, Nov. 12 - "])
def test_the_town_of_a_dateline_neither_speaks_nor_acts(line: str) -> None:
    reading = read(f"{line}Al-Shabaab said on Tuesday that it had shelled a village in Somalia.\n\nIt is dry there.")
    assert reading.attributions[0].speakers == ("group:al-shabaab",)
    assert {one for event in reading.events for one in event.actors} == {"group:al-shabaab"}
    assert "government:CH" not in {one.id for one in reading.entities}


def test_a_town_with_a_country_in_its_name_is_no_government() -> None:
    reading = read("The army said rebels had launched an attack on Port Sudan on Monday.")
    [event] = [one for one in reading.events if one.code == "ASSAULT"]
    assert "government:SD" not in {*event.actors, *event.targets}


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("The White Helmets rescue group said 12 people had died.", "organisation:white-helmets"),
        ("The Al-Shabaab militant group said it had left the town.", "group:al-shabaab"),
        ("The Daily Telegraph newspaper reported that 30 people had died.", "outlet:the-telegraph"),
        ("Myanmar's junta said on Tuesday that 384 people had been killed.", "government:MM"),
        ("The Kyiv Bugle newspaper reported that 30 people had died.", "outlet:kyiv-bugle"),
        ("State news agency IRNA said 30 people had died.", "outlet:irna"),
        ("Commodore Jay Tarr said the ship had sunk.", "person:jay-tarr"),
        ("Gang leader Jim Chery, known as Barbecue, said on Tuesday that his men would fight.", "person:jim-chery"),
    ],
)
def test_words_that_only_describe_a_name_leave_it_as_it_is(text: str, identity: str) -> None:
    assert first_speakers(text) == (identity,)


def test_a_bare_ministry_is_of_the_state_of_its_sentence_before_one_that_is_named_later() -> None:
    reading = read(
        "France does not recognise the coup leaders, the foreign ministry said in a statement. "
        "Russia's foreign ministry called for their release."
    )
    [first] = [one for one in reading.entities if one.id in reading.attributions[0].speakers]
    assert first.principal == "government:FR"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("NATO Secretary General Mark Hill said on Monday that it would help.", "organisation:nato"),
        ("Pakistan's military spokesman Lieutenant General Ali Khan said 31 people had died.", "military:PK-military"),
    ],
)
def test_bodies_that_a_table_or_a_country_names_are_stated(text: str, identity: str) -> None:
    reading = read_resolved(Page(id="a", text=text))[0]
    [speaker] = [one for one in reading.entities if one.id in reading.attributions[0].speakers]
    assert speaker.principal == identity


@pytest.mark.parametrize("name", ["No 10", "No Labels"])
def test_a_name_that_begins_with_no_is_somebody(name: str) -> None:
    [found] = read(f"{name} said it rained.").attributions
    assert (found.stance, len(found.speakers)) == ("asserts", 1)


@pytest.mark.parametrize("words", ["was unable to verify", "was not able to confirm"])
def test_who_cannot_verify_declines(words: str) -> None:
    [found] = read(f"Reuters {words} the claims. It rained.").attributions
    assert (found.stance, found.speakers) == ("declines", ("outlet:reuters",))


def test_the_day_of_a_dateline_is_not_when_it_was_said() -> None:
    reading = read("MANILA, Nov 16 - The coast guard said a vessel had fired at its boat.\n\nIt rained all day long.")
    assert reading.attributions[0].said is None


def test_a_body_that_goes_on_in_small_letters_is_no_place() -> None:
    assert [one.name for one in read("He said the Azov battalion had taken the hospital in Mariupol.").places] == [
        "Mariupol"
    ]
