"""The stages in order: a Page in, a Reading out; and readings of a ledger in, its claims out.

Page -read-> Article -extract-> Reading -resolve-> Reading            read_page
readings + judgements + world -reconcile-> claims with standing       settle (reconcile.claims)
"""

from __future__ import annotations

from onrecord.acquire.items import item_of
from onrecord.extract.attributions import find_attributions
from onrecord.extract.events import find_events
from onrecord.extract.mentions import find_mentions
from onrecord.extract.places import find_places
from onrecord.extract.propositions import find_propositions
from onrecord.extract.quantities import find_quantities
from onrecord.extract.stance import judge_attributions
from onrecord.extract.times import find_times
from onrecord.kit import Kit, load_kit
from onrecord.prepare.article import read_article
from onrecord.record import Analysis, Article, Failure, ModelError, OnRecordError, Page, Reading
from onrecord.resolve.dates import resolve_dates
from onrecord.resolve.places import resolve_places
from onrecord.resolve.scope import tie
from onrecord.resolve.speakers import resolve_speakers
from onrecord.resolve.sureness import weigh_positions


def read_page(page: Page, kit: Kit) -> Reading:
    """One article, read whole. Pure: the same page and kit give the same reading.

    Raises BlankArticle or InputError when there is nothing that can be read.
    """
    article = read_article(page)
    reading, analysis = extract(article, kit)
    return resolve(reading, analysis, kit)


def extract(article: Article, kit: Kit) -> tuple[Reading, Analysis]:
    """What stands in the article, each thing with its spans; the shared encoder runs once, here."""
    analysis, raw = find_attributions(article, kit.encoder)
    attributions = judge_attributions(article, analysis, raw)
    propositions = find_propositions(article, analysis, attributions)
    entities, mentions = find_mentions(article, analysis, attributions)
    reading = Reading(
        article=article,
        made_by=kit.made_by,
        entities=entities,
        mentions=mentions,
        attributions=attributions,
        propositions=propositions,
        times=find_times(article, analysis),
        places=find_places(article, analysis, kit.gazetteer),
        quantities=find_quantities(article, analysis),
        events=find_events(article, analysis, propositions),
        problems=article.problems,
    )
    return reading, analysis


def resolve(reading: Reading, analysis: Analysis, kit: Kit) -> Reading:
    """What the found things refer to, and how sure that is; evidence stays as it is, with this beside it."""
    return weigh_positions(refer(reading, analysis, kit), analysis)


def refer(reading: Reading, analysis: Analysis, kit: Kit) -> Reading:
    """What the found things refer to, before anybody asks how sure that is."""
    reading = resolve_dates(reading, analysis)
    reading = resolve_speakers(reading, analysis)
    reading = resolve_places(reading, analysis, kit.gazetteer)
    return tie(reading, analysis)


def read_item(item: Page | Failure) -> Reading | Failure:
    """One item of the inputs, read; what could not be opened passes through as it is."""
    return item if isinstance(item, Failure) else read_or_fail(item)


def read_or_fail(page: Page) -> Reading | Failure:
    """As `read_page` with the kit of this process; what cannot be read becomes a Failure row, so that a run goes on."""
    try:
        return read_page(page, load_kit())
    except ModelError:
        raise  # without its models no article can be read
    except OnRecordError as err:
        return Failure(item=item_of(page), stage="read", why=str(err))
