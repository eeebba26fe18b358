import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.extract.attributions import find_attributions
from onrecord.extract.mentions import find_mentions
from onrecord.extract.stance import judge_attributions
from onrecord.measure.labels import plain_article
from onrecord.models.encoder import load_encoder
from onrecord.record import Attribution, Entity, MadeBy, Reading, Span, item_id
from onrecord.resolve.speakers import resolve_speakers


def resolved(marked: str, *, published: str | None = None) -> Reading:
    """Sources in [square brackets], the verb after or before each "said" unimportant here."""
    text = marked.replace("[", "").replace("]", "")
    article = plain_article("test", text, published)
    attributions = []
    shift = 0
    for match in re.finditer(r"\[([^\]]*)\]", marked):
        start = match.start() - shift
        source = Span(start, start + len(match[1]))
        shift += 2
        attributions.append(
            Attribution(id=item_id("attribution", "test", source), source=(source,), cue=(), content=())
        )
    analysis, _ = find_attributions(article, load_encoder())
    judged = judge_attributions(article, analysis, attributions)
    entities, mentions = find_mentions(article, analysis, judged)
    reading = Reading(
        article=article, made_by=MadeBy(onrecord="test"), entities=entities, mentions=mentions, attributions=judged
    )
    return resolve_speakers(reading, analysis)


def speakers(marked: str, *, published: str | None = None) -> list[list[Entity]]:
    reading = resolved(marked, published=published)
    known = {entity.id: entity for entity in reading.entities}
    marked_ones = [item for item in reading.attributions if item.source and not item.cue]
    return [[known[one] for one in item.speakers] for item in marked_ones]


def test_a_person_has_the_office_body_and_country_that_the_text_gives() -> None:
    [[person], [again]] = speakers(
        "[US State Department spokesman John Miller] said the talks had failed. The talks go on, [Miller] said."
    )
    assert (person.id, person.rank, person.principal) == (
        "person:john-miller",
        "spokesman",
        "organisation:state-department",
    )
    assert person.roles[0].title == "spokesman"
    assert again == person


def test_principals_form_a_chain_to_the_government() -> None:
    reading = resolved("[Russian foreign minister Ivan Petrov] said so.")
    known = {entity.id: entity for entity in reading.entities}
    assert known["person:ivan-petrov"].principal == "government:RU"
    assert known["government:RU"].country == "RU"


@pytest.mark.parametrize(
    ("marked", "name", "principal"),
    [
        ("[Turkish presidential sources] said so.", "Turkish presidential sources", "government:TR"),
        ("Mr Hill and [his British counterpart Ann Smith] said so.", "Ann Smith", "government:GB"),
        ("[Trump's Syria envoy] said so.", "Trump's Syria envoy", None),
        ("[A regional intelligence official] said so.", "regional intelligence official", None),
        ("Jets hit Homs in Syria. Syrians fled, [state television] said.", "state television", "government:SY"),
        ("[The head of Idlibs health authority] said so.", None, "organisation:idlib-s-health-authority"),
        ("[A source at Damascus Police Command] said so.", None, "organisation:damascus-police-command"),
        (
            "[President of the Syrian Coalition Anas Alabdah] said so.",
            "Anas Alabdah",
            "group:syrian-national-coalition",
        ),
        (
            "[The US-led coalition] struck. [The coalitions spokesman Colonel Ann Hill] said so.",
            "Ann Hill",
            "military:us-led-coalition",
        ),
        ("[Ann Hill a commander of al-Nusra] said so.", "Ann Hill", "group:nusra-front"),
        ("[A spokesman for the WHO] said so.", None, "organisation:world-health-organization"),
        ("[A United Nations Children's Fund spokesman] said so.", None, "organisation:unicef"),
        (
            "[Ann Smith, president of United Way of Georgia,] said so.",
            "Ann Smith",
            "organisation:united-way-of-georgia",
        ),
        ("[Federal Agriculture Minister Peter Hill] said so.", "Peter Hill", None),
        ("[The United Kingdom's Chief Veterinary Officer] said so.", None, "government:GB"),
        ("[London Mayor Ann Hill] said so.", "Ann Hill", None),
        ("[The Athens Police Department] said so.", "Athens Police Department", None),
        ("[Chiefland Police Chief Robert Hill] said so.", "Robert Hill", "organisation:chiefland-police"),
        ("[Television New Zealand] said so.", "Television New Zealand", None),
        (
            "[Russia] sent jets to Syria. Syrian towns were hit, and Syrians fled. [Regime forces] said so.",
            "Regime forces",
            "government:SY",
        ),
    ],
)
def test_the_body_is_the_one_the_text_tells_or_none(marked: str, name: str | None, principal: str | None) -> None:
    [found] = speakers(marked)[-1]
    assert name in (None, found.name)
    assert found.principal == principal


@pytest.mark.parametrize("name", ["Washington", "The United States", "The White House"])
def test_governments_go_by_many_names(name: str) -> None:
    [[found]] = speakers(f"[{name}] said the talks had failed.")
    assert found.id == "government:US" or found.principal == "government:US" or found.country == "US"


def test_unnamed_speakers_stay_unnamed_with_their_body_where_it_is_known() -> None:
    [[known], [unknown]] = speakers("[South Korean officials] said it was true. It was late, [one official] said.")
    assert (known.kind, known.principal, known.country) == ("unnamed", "government:KR", "KR")
    assert (unknown.kind, unknown.principal) == ("unnamed", None)
    assert unknown.candidates == ("government:KR",)


def test_several_may_say_it() -> None:
    [both] = speakers("[Officials from the US and South Korea] have both said so.")
    assert [one.country for one in both] == ["US", "KR"]
    [pair] = speakers("[Germany and France] said the talks had failed.")
    assert [one.id for one in pair] == ["government:DE", "government:FR"]


def test_pronouns_mean_those_who_fit_in_gender_and_number() -> None:
    found = speakers(
        "[Foreign minister Anna Berg] met president John Hill in Oslo. [She] said the talks were good. [He] said nothing."
    )
    assert [one[0].id for one in found] == ["person:anna-berg", "person:anna-berg", "person:john-hill"]


def test_a_relative_pronoun_is_its_noun() -> None:
    [[found]] = speakers("It was confirmed by Danish officials, [who] described heavy fighting.")
    assert (found.kind, found.country) == ("unnamed", "DK")


def test_a_title_or_epithet_points_back() -> None:
    found = speakers("[French president Paul Martin] spoke on Monday. [The president] said the war was over.")
    assert found[1] == found[0]


def test_short_forms_and_parts_of_names_join() -> None:
    found = speakers(
        "[The Harbour Safety Board (HSB)] said the ship was old. [The HSB] said it would be scrapped. [The board] agreed."
    )
    assert found[0] == found[1] == found[2]


def test_a_surname_alone_stays_within_its_article() -> None:
    [[found]] = speakers("[Mr Okonjo] said the harbour was closed.")
    assert "@" in found.id


def test_leaders_are_known_on_the_day_only() -> None:
    [[then]] = speakers("[Vladimir Putin] said so.", published="2014-05-01")
    [[before]] = speakers("[Vladimir Putin] said so.", published="1999-05-01")
    assert then.principal == "government:RU"
    assert before.principal is None


@pytest.mark.parametrize(
    ("marked", "published", "meant"),
    [
        ("Kenya closed its border. [The government] said it would last a week.", None, ("government:KE", None)),
        ("[Barack Obama] said the talks would go on.", "2014-03-01", ("person:barack-obama", "government:US")),
        ("[Barack Obama] said the talks would go on.", "2019-03-01", ("person:barack-obama", None)),
        (
            "[The foreign secretary] said the ships would stay.",
            "2020-01-01",
            ("unnamed:the-foreign-secretary", "government:GB"),
        ),
        ("[The group known as Red Dawn] said it had done it.", None, ("organisation:red-dawn", None)),
        (
            "[The North Sea Observatory for Human Rights] counted ten.",
            None,
            ("organisation:north-sea-observatory-for-human-rights", None),
        ),
        ("[A Kenyan army source] said so.", None, ("unnamed:kenyan-army-source", "military:KE-army")),
        ("[A Pentagon statement] said so.", None, ("document:pentagon-statement", "organisation:pentagon")),
        (
            "[A report by Amnesty International] said so.",
            None,
            ("document:report-by-amnesty-international", "organisation:amnesty-international"),
        ),
        ("[The Norwegian Refugee Council] said so.", None, ("organisation:norwegian-refugee-council", None)),
        ("[A Nairobi-based diplomat] said so.", None, ("unnamed:nairobi-based-diplomat", None)),
        ("[The Obama administration] said so.", "2014-03-01", ("government:US", None)),
        ("[The UNs aid chief John Miller] said so.", None, ("person:john-miller", "organisation:united-nations")),
        (
            "[A spokesman for the US-led coalition] said so.",
            None,
            ("unnamed:spokesman-for-the-us-led-coalition", "military:us-led-coalition"),
        ),
    ],
)
def test_who_is_meant(marked: str, published: str | None, meant: tuple[str, str | None]) -> None:
    [[entity]] = speakers(marked, published=published)
    assert (entity.id.partition("@")[0], entity.principal) == meant


def test_bare_bodies_are_of_the_state_spoken_of_and_less_sure() -> None:
    reading = resolved("Kenya closed its border. Later [the army] said nothing had moved.")
    known = {entity.id: entity for entity in reading.entities}
    [item] = [item for item in reading.attributions if item.source and not item.cue]
    assert known[item.speakers[0]].principal == "government:KE"
    assert [mention.score for mention in reading.mentions if mention.by == "rule:source"] == [0.85]


def test_a_bare_ministry_of_nobody_named_stays_open() -> None:
    reading = resolved("[A ministry spokesman] said the post had been taken.")
    assert [mention.score for mention in reading.mentions if mention.by == "rule:source"] == [0.6]


def test_watchdogs_and_shortened_names_point_back() -> None:
    [[first], [again]] = speakers("[The North Sea Observatory] counted ten. [The watchdog] said four were children.")
    assert first == again
    [[first], [again]] = speakers("[Rami Abdel Halim], who heads a charity, said so. [Abdel Halim] said more.")
    assert first == again


def test_nobody_says_what_it_was_reported() -> None:
    assert speakers("Ann Reed left. [It] was reported that the bridge had fallen.") == [[]]
    assert speakers("[A Belgian website] told of it. [He] said more.")[1] == []


def test_documents_outlets_and_accounts_are_sources_too() -> None:
    found = speakers("[The report] says so. [The New York Times] wrote so. [@harbourwatch] wrote so.")
    assert [one[0].kind for one in found] == ["document", "outlet", "account"]


def test_i_and_we_in_quotation_marks_are_the_speaker() -> None:
    text = "“I saw the ship sink,” harbour master Jane Cole said."
    article = plain_article("test", text, None)
    source = Span(text.index("harbour"), text.index(" said"))
    item = Attribution(id="a", source=(source,), cue=(), content=(Span(0, 23),), manner="direct")
    analysis, _ = find_attributions(article, load_encoder())
    entities, mentions = find_mentions(article, analysis, (item,))
    reading = Reading(
        article=article, made_by=MadeBy(onrecord="test"), entities=entities, mentions=mentions, attributions=(item,)
    )
    found = resolve_speakers(reading, analysis)
    assert next(m.entity for m in found.mentions if m.span == Span(1, 2)) == "person:jane-cole"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "he",
                "she",
                "they",
                "it",
                "who",
                "[The]",
                "[US]",
                "officials,",
                "and",
                "said",
                "President",
                "“",
                "”",
                "Ann",
                "Hill",
                "of",
            ]
        )
    )
)
def test_any_sources_are_resolved(parts: list[str]) -> None:
    reading = resolved(" ".join(parts))
    known = {entity.id for entity in reading.entities}
    assert all(speaker in known for item in reading.attributions for speaker in item.speakers)
    assert all(mention.entity is None or mention.entity in known for mention in reading.mentions)


def test_the_seed_article_reads_right(shared: Path) -> None:
    """Who speaks where, by the seed's own README; no rule knows the article."""
    text = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    marked = text
    for source in ("US State Department spokesman Vedant Patel", "one official"):
        marked = marked.replace(source, f"[{source}]", 1)
    marked = marked.replace("According to Washington", "According to [Washington]", 1)
    marked = marked.replace("The soon-to-be 47th US leader", "[The soon-to-be 47th US leader]", 1)
    marked = marked.replace("some European Union leaders", "[some European Union leaders]", 1)
    marked = marked.replace("This, they have", "This, [they] have", 1)
    found = speakers(marked)
    assert [one[0].id.split("@")[0] for one in found] == [
        "person:vedant-patel",
        "unnamed:one-official",
        "government:US",
        "person:donald-trump",
        "unnamed:some-european-union-leaders",
        "unnamed:some-european-union-leaders",
    ]


def test_the_who_is_no_relative_pronoun() -> None:
    reading = onrecord.read("Officials met in Geneva. The WHO has denied that it was late.")
    [act] = reading.attributions
    assert act.speakers == ("organisation:world-health-organization",)
