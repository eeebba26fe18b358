"""Which office and body stand beside a name: kinds of faults found in local, health and wire news."""

import pytest

from onrecord.measure.labelled_tasks import read_referred
from onrecord.record import Entity, Page


def speakers(text: str) -> list[tuple[str, str | None, str | None]]:
    """(name, title, organisation) of every speaker, in order."""
    reading, _ = read_referred(Page(id="a", text=text))
    known = {one.id: one for one in reading.entities}
    found = dict.fromkeys(known[one] for act in reading.attributions for one in act.speakers)
    return [(one.name, *_first(one)) for one in found]


def _first(one: Entity) -> tuple[str | None, str | None]:
    role = one.roles[0] if one.roles else None
    return (role.title, role.organisation) if role else (None, None)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("According to Nina Sorel, HHS counselor, students will pay 56 dollars per test.", "counselor", "HHS"),
        (
            "The storm will pass, said Matt Gibbs, a meteorologist with the National Weather Service in Dodge City.",
            "meteorologist",
            "National Weather Service",
        ),
        (
            "John Marty, a National Jewish Medical and Research Center associate professor, said it happens.",
            "professor",
            "National Jewish Medical and Research Center",
        ),
        ("Joe Mazz, operations manager at Meth Lab Cleanup Co., said he tested.", "manager", "Meth Lab Cleanup Co."),
        ("Auckland Zoo senior vet Dr Richard Holt said the otter was well.", "vet", "Auckland Zoo"),
        ("Acting City Planner Sue Gill said the shop gives the city supplies.", "Planner", None),
        ("Fire Chief Ronnie Groves said 14 firemen responded.", "Fire Chief", None),
        ("Michael Gimps, health minister of Northern Ireland, said the child was ill.", "health minister", None),
        ('"It is sad," said Representative Rosa Lauro (D-CT).', "Representative", None),
        (
            "Marie Durand, a researcher with the Crisis Group in Brussels, said the talks had failed.",
            "researcher",
            "Crisis Group",
        ),
        (
            "Rashmi Gill, the director of Public Health in the National Health Service, said cases rose.",
            "director",
            "National Health Service",
        ),
    ],
)
def test_office_and_body_beside_a_name(text: str, title: str, body: str | None) -> None:
    [(_, *found)] = speakers(text)
    assert found == [title, body]


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Sinn Fein leader Gerry Adams said his party was back.", "leader", "Sinn Fein"),
        ("Peter Puz, head of trading at Shearson Lehman Hutton, said it was fine.", "head", "Shearson Lehman Hutton"),
        ("Bertin Nade, interim chief executive of Provigo, said it was fine.", "chief executive", "Provigo"),
        ("Egypt's Minister of Health Hatem Mostafa El-Gabaly said it was over.", "Minister of Health", None),
        (
            "Poland's Minister of Agriculture and Rural Development, Marek Sawic, said a case was found.",
            "Minister of Agriculture",
            None,
        ),
        (
            "Sam Manley of the Madison County Sheriff’s Department said a truck had turned.",
            None,
            "Madison County Sheriff’s Department",
        ),
        (
            "John Nam, chief financial officer of Milton Roy, said it had no comment.",
            "chief financial officer",
            "Milton Roy",
        ),
        ("CSEPP Public Information Officer Monica Fren said it was late.", "Public Information Officer", "CSEPP"),
        ("Ms. Sears was out, according to sheriff's Sgt. Blaise Dres.", "Sgt.", None),
        ("Acting Police Chief John Mill said two men were held.", "Chief", "Police"),
        ("State Sen. Bob Hall, R-Edgewood, said the bill would pass.", "Sen.", None),
        ("The 507th Maintenance Group commander, Col. Jim Ray, said so.", "commander", "507th Maintenance Group"),
        ("Jane Smit, city engineer for the City of Decatur, said it was late.", "engineer", "City of Decatur"),
        ("Dow's West Virginia site leader Allen Fow said it would close.", "site leader", "Dow"),
        ("John Dav, who heads the Arms Control Association, said so.", None, "Arms Control Association"),
        ("Mary Kay, who is the director of the Marine Institute, said so.", "director", "Marine Institute"),
        ("Bob Hil, who was arrested by officers on Monday, said it was a lie.", None, None),
        ("Union leader Pete Gold of the Transport Workers Union said so.", "leader", "Transport Workers Union"),
        ("Bo Ryn, managing director of Acme Foods, said so.", "managing director", "Acme Foods"),
        ("Abdul Anb, Iraq's ambassador to the UN, said so.", "ambassador", None),
        ("Compaq's North America president Mike Swav said so.", "president", "Compaq"),
        ("House Majority Whip James Clyb said the governor was out.", "Majority Whip", "House"),
    ],
)
def test_whole_names_of_bodies_and_offices(text: str, title: str | None, body: str | None) -> None:
    [(_, *found)] = speakers(text)
    assert found == [title, body]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The United Nations World Health Organization said polio was gone.", "World Health Organization", None),
        ("The Ministry of Defence of Ukraine said 20 drones fell.", "Ministry of Defence of Ukraine", "UA"),
        ("The Texas Department of State Health Services said so.", "Texas Department of State Health Services", None),
        ("Five teams came, the official Iraqi News Agency said.", "Iraqi News Agency", "IQ"),
    ],
)
def test_a_body_by_its_whole_name(text: str, name: str, country: str | None) -> None:
    reading, _ = read_referred(Page(id="a", text=text))
    known = {one.id: one for one in reading.entities}
    [[speaker]] = [[known[one] for one in act.speakers] for act in reading.attributions]
    assert (speaker.name, speaker.country) == (name, country)


def test_a_king_is_not_whoever_has_his_name_for_a_surname() -> None:
    text = "King Hussein of Jordan met Saddam Hussein. Saddam said he will withdraw. King Hussein said he was glad."
    assert [name for name, *_ in speakers(text)] == ["Saddam Hussein", "King Hussein"]


def test_a_company_goes_by_its_first_word() -> None:
    assert [name for name, *_ in speakers("Savin Corp. said sales fell. Savin said demand was soft.")] == [
        "Savin Corp."
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("General Motors Corp. cut jobs. GM said 2,000 would go. General Motors said so.", "General Motors Corp."),
        ("Poughkeepsie Savings Bank lost money. Poughkeepsie said fees rose.", "Poughkeepsie Savings Bank"),
        ("Some Palestinian Authority officials left. The PA said it was worried.", "Palestinian Authority"),
        ("The World Health Organization left. The UN agency said it was safe.", "World Health Organization"),
        ("The Ontario Supreme Court said it will postpone the ruling.", "Ontario Supreme Court"),
        ("Gov. Mary Fall left. The governor said more snow was coming.", "Mary Fall"),
        ("Sen. Chuck Lee voted no. The Iowa Democrat said it cost too much.", "Chuck Lee"),
        ("The Ohio Department of Job and Family Services said so.", "Ohio Department of Job and Family Services"),
    ],
)
def test_short_forms_and_epithets_mean_whom_the_article_named(text: str, name: str) -> None:
    assert [found for found, *_ in speakers(text)] == [name]


def test_a_department_of_several_fields_is_one_body() -> None:
    [(name, _, body)] = speakers('"It is out," said Dennis Evans of the Ohio Department of Job and Family Services.')
    assert (name, body) == ("Dennis Evans", "Ohio Department of Job and Family Services")


def test_mr_and_ms_of_one_surname_are_two() -> None:
    text = "Schapelle Corb is on trial. Ms. Corb said she is innocent. Mr. Corb said the court was wrong."
    assert len(speakers(text)) == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The state-owned Kenya Broadcasting Corporation said cattle were stolen.", "Kenya Broadcasting Corporation"),
        ("The filing Friday said the state has lied.", "The filing"),
    ],
)
def test_a_name_holds_neither_owner_nor_day(text: str, name: str) -> None:
    [(found, *_)] = speakers(text)
    assert found == name


def test_a_mission_is_not_of_the_country_it_is_in() -> None:
    reading, _ = read_referred(Page(id="a", text="The EU Monitoring Mission in Georgia said a mine went off."))
    assert all(one.principal != "government:GE" for one in reading.entities)


def test_the_body_behind_a_name_that_only_the_story_gives() -> None:
    text = "The study was made by Michael Worb of the University of Arizona in Tucson. Worb said it was old."
    assert speakers(text) == [("Michael Worb", None, "University of Arizona")]


def test_a_company_is_not_the_paper_of_its_name() -> None:
    assert speakers("Scott Neal, chief executive officer of Sun, said it was over.")[0][2] == "Sun"


def test_an_owner_behind_a_preposition_is_no_body() -> None:
    text = "The boy did not write it, said Armin Guter, a spokesman for Elena Gonz's relatives in Miami."
    assert speakers(text) == [("Armin Guter", "spokesman", "relatives")]


def test_a_state_before_a_part_is_no_government() -> None:
    text = (
        "The advertisement is fair, said Kelly Corl, the executive director of the New York State affiliate of Naral."
    )
    reading, _ = read_referred(Page(id="a", text=text))
    assert all((one.principal or "")[:11] != "government:" for one in reading.entities)


def test_a_first_name_with_accents_is_kept() -> None:
    text = "Our relations with Libya were blocked, said José Manuel Barroso, President of the European Commission."
    assert speakers(text)[0][0] == "José Manuel Barroso"


@pytest.mark.parametrize(
    "text", ["D-Ohio Smith", "R – Edgewood said so.", "Bob Hall, D-Yarmouth, said the R-Ohio bill is dead."]
)
def test_a_party_and_seat_alone_name_nobody(text: str) -> None:
    assert len(speakers(text)) <= 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("State Treasurer Bill Day said the bonds were sold.", ("Bill Day", "Treasurer", None)),
        (
            "Sam Tant, the Florida Democratic Party chairwoman, said it was ready.",
            ("Sam Tant", "chairwoman", "Florida Democratic Party"),
        ),
        ("American Bridge President Jess Mack said his words were bad.", ("Jess Mack", "President", "American Bridge")),
        ("Republican U.S. House Speaker Paul Day said no more was known.", ("Paul Day", "Speaker", "U.S. House")),
        ("Michigan Attorney General Bill Hill said it was over.", ("Bill Hill", "Attorney General", None)),
        (
            "Ann Moore, an economist and former member of the Kordian Post board, said he is considering it.",
            ("Ann Moore", "economist", None),
        ),
        (
            "Her sister, Ann Hill, a spokeswoman for Acme Corp., said it was fine.",
            ("Ann Hill", "spokeswoman", "Acme Corp."),
        ),
        ("Ban Ki-moon said it was over. “It was bad,” Ban recalled.", ("Ban Ki-moon", None, None)),
        ("Douglas Hale, an economist, wrote that it was over.", ("Douglas Hale", "economist", None)),
        ("New Jersey Gov. Chris Day said it was over.", ("Chris Day", "Gov.", None)),
    ],
)
def test_what_belongs_to_a_body_and_to_a_name(text: str, found: tuple[str, str | None, str | None]) -> None:
    assert speakers(text) == [found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "“It is good,” said Griffin, an Obama backer. Eddie Griffin spoke first. Barack Obama won.",
            ["Eddie Griffin"],
        ),
        ("Tony Lama Co. said that Equus had changed the offer.", ["Tony Lama Co."]),
        ("Sanders fans told the Post that it came. Bernie Sanders won.", ["Sanders fans"]),
        (
            "Matthew Holder lost weight. Matthew Holder said he was fine. Mrs Holder said he had slimmed down.",
            ["Matthew Holder", "Holder"],
        ),
    ],
)
def test_who_speaks_and_who_is_only_named(text: str, names: list[str]) -> None:
    assert [name for name, _, _ in speakers(text)] == names


def test_a_party_committee_speaks_for_no_government() -> None:
    reading, _ = read_referred(Page(id="a", text="The RNC said it was on its way."))
    committee = next(one for one in reading.entities if one.name == "Republican National Committee")
    assert committee.principal is None
    assert next(one for one in reading.entities if one.name == "Republican National Committee").country == "US"


@pytest.mark.parametrize(("text", "country"), [("“America’s Bitter Pill”", None), ("the U.S. Treasury", "US")])
def test_a_country_in_a_title_of_a_work_is_nobodys(text: str, country: str | None) -> None:
    reading, _ = read_referred(Page(id="a", text=f"Steven Hill, author of {text}, said it was big."))
    assert next(one for one in reading.entities if one.name == "Steven Hill").country == country
