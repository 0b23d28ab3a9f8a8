"""Vantage points beside each other: what each says, what a region and the world make of it, and who disagrees."""

from page import line, page, row, variable
from shapes import bargauge, link, stat, table, timeline, timeseries
from words import (
    AGO, ALSO, BAD, BETWEEN, EDGE_STATES, GOOD, OURS, PARTLY, REACHED, STATUSES, SUSPECTED, THEIRS, UNKNOWN, VERDICTS, WARNING,
    WELL, numbered, state_of, steps, words,
)

HERE = 'region=~"$region"'
OF = "region, vantage, instance"
VOTES = {
    "ok": ("WhatsApp works", WELL),
    "whatsapp_outage": ("WhatsApp is in trouble", THEIRS),
    "edge_partial": ("Part of it fails, or for some", PARTLY),
    "blocked_or_intercepted": ("Blocked or intercepted", BETWEEN),
    "business_account": ("Your account is at fault", OURS),
    "no_majority": ("They disagree", SUSPECTED),
    "no_quorum": ("Too few can tell", UNKNOWN),
}
TO_EXPORTER = [link("Its first look", "whatsapp-overview", vantage="${__data.fields.Vantage point}")]


def majority(of, by):
    """The number of the verdict that a region's or the world's majority is for."""
    matchers = HERE if of == "region" else ""
    return state_of(f"{of}:whatsapp_verdict:majority", "verdict", VOTES, by, matchers)


def lanes(scope):
    return state_of("whatsapp_verdict", "verdict", VERDICTS, "region, vantage", f'{HERE},scope="{scope}"')


def recent(metric, component, more=""):
    return f'max by (region, vantage) (whatsapp_component_{metric}{{{HERE},component="{component}",window="5m"{more}}})'


def latency(component):
    return recent("latency_seconds", component, ',percentile="50"')


def world(title, scope, description):
    return stat(
        title, description, ("", f'max by (verdict) (global:whatsapp_verdict:majority{{scope="{scope}"}} == 1)'),
        column="verdict", color="background", mappings=words(VOTES), displayName=" ", text="value",
        empty="One vantage point is no fleet")


GLANCE = row(
    None,
    line(
        5,
        world("The world, for people", "consumer", "What more than half of the weight of all vantage points with a say agree "
                                                   "on. Those with trouble of their own have none."),
        world("The world, for businesses", "business", "The same for the business platform's API and your accounts."),
        stat("With a say", "Share of the weight known that has a say. Below half there is no quorum, and no outage is reported.",
             ("{{scope}}", "global:whatsapp_voters:ratio"), unit="percentunit", decimals=0,
             thresholds=steps(BAD, (0.5, WARNING), (0.8, GOOD)), empty="One vantage point is no fleet"),
        stat("Exporters that answer", "Of all exporters known to Prometheus.",
             ("up", f"sum(up{{{HERE}}})"), ("of", f"count(up{{{HERE}}})"), unit="short", empty="Not scraped"),
    ),
    line(
        8,
        table("Each vantage point", "What every exporter says now, whether Prometheus reaches it and since when it says so. "
                                    "Trouble of its own is blue and has no vote. Follow one to its first look.",
              {"is": f'max by ({OF}, verdict) (whatsapp_verdict{{{HERE},scope="consumer"}} == 1)',
               "since": f'time() - max by ({OF}) (whatsapp_verdict_since_timestamp_seconds{{{HERE},scope="consumer"}})',
               "sure": f'max by ({OF}) (whatsapp_verdict_confidence_ratio{{{HERE},scope="consumer"}})',
               "up": f"min by ({OF}) (up{{{HERE}}})"},
              ("region", "Region"), ("vantage", "Vantage point", {"links": TO_EXPORTER}), 
              ("verdict", "For people", {"mappings": words(VERDICTS)}),
              ("since", "For", AGO), ("sure", "Confidence", {"unit": "percentunit", "decimals": 0}),
              ("up", "Exporter", {"mappings": words(REACHED)}), ("instance", "Address"),
              sort="Region", empty="No exporter answers", width=14),
        table("Who disagrees", "Vantage points that say of WhatsApp what no majority of their region says: look at their "
                               "network first.",
              {"vote": f'max by (region, vantage, scope, verdict) (vantage:whatsapp_vote{{{HERE},vantage=~"$vantage"}}) > 0\n'
                       "unless on (region, scope, verdict)\n  region:whatsapp_verdict:majority == 1"},
              ("region", "Region"), ("vantage", "Vantage point", {"links": TO_EXPORTER}), ("scope", "Scope"),
              ("verdict", "Says", {"mappings": words(VOTES)}), sort="Region", empty="Nobody"),
    ),
)

REGIONS = row(
    "Regions",
    line(
        7,
        timeline("Regions and the world", "What the majority of each region is for, and that of all. Disagreement and a missing "
                                          "quorum are answers, too.",
                 ("{{region}} {{scope}}", majority("region", "region, scope")), ("world {{scope}}", majority("global", "scope")),
                 mappings=numbered(VOTES), empty="One vantage point is no fleet"),
    ),
    line(
        8,
        timeseries("Votes", "Share of the weight with a say that votes for trouble, by what kind. Above one half it is the "
                            "region's word.",
                   ("{{region}} {{scope}} {{verdict}}", f'region:whatsapp_vote:share{{{HERE},verdict!="ok"}} > 0'),
                   unit="percentunit", max=1, thresholds=steps(GOOD, (0.5, BAD)), empty="Nobody votes for trouble"),
        timeseries("Quorum", "Share of the weight known that has a say. Half is needed.",
                   ("{{region}} {{scope}}", f"region:whatsapp_voters:ratio{{{HERE}}}"),
                   ("world {{scope}}", "global:whatsapp_voters:ratio"),
                   unit="percentunit", max=1, area=0, empty="One vantage point is no fleet"),
        bargauge("Weight", "How much each vantage point's vote counts. It is 1 unless a rules file of yours says otherwise.",
                 ("{{region}} {{vantage}}", f'vantage:whatsapp_weight{{{HERE},vantage=~"$vantage"}}'), unit="none", min=0,
                 thresholds=steps(ALSO), empty="One vantage point is no fleet", width=6),
    ),
)

COMPARED = row(
    "Compared",
    line(
        9,
        timeline("Verdicts for people", "One lane for each vantage point. Lanes that change together are WhatsApp's; one alone "
                                        "is its own.",
                 ("{{region}} {{vantage}}", lanes("consumer")),
                 mappings=numbered(VERDICTS), empty="No exporter answers"),
        timeline("Verdicts for businesses", "The same for the business platform's API and your accounts.",
                 ("{{region}} {{vantage}}", lanes("business")),
                 mappings=numbered(VERDICTS), empty="No exporter answers"),
    ),
    line(
        8,
        timeseries("Latency of chat", "Median over five minutes of probes of the chat servers. Distances differ; changes at one "
                                      "place only are that place's.",
                   ("{{region}} {{vantage}}", latency("chat")), unit="s", area=0, empty="Chat is not probed"),
        timeseries("Latency of web", "The same of WhatsApp Web.",
                   ("{{region}} {{vantage}}", latency("web")), unit="s", area=0, empty="Web is not probed"),
        timeseries("Failed share of chat's probes", "Over five minutes, by vantage point.",
                   ("{{region}} {{vantage}}", recent("error_ratio", "chat")),
                   unit="percentunit", max=1, area=0, empty="Chat is not probed"),
    ),
    line(
        8,
        table("Edges", "Where each vantage point's own resolver leads it now, by role.",
              {"led": f'max by ({OF}, role, edge, pop) (whatsapp_edge_info{{{HERE},resolver="system",family="ip4"}})',
               "home": f'max by ({OF}, role, state) (whatsapp_edge_state{{{HERE},resolver="system",family="ip4"}} == 1)'},
              ("region", "Region"), ("vantage", "Vantage point", {"links": TO_EXPORTER}), ("role", "Role"),
              ("edge", "Edge"), ("pop", "Place"), ("state", "State", {"mappings": words(EDGE_STATES)}),
              sort="Region", empty="No edges are followed", width=12),
        timeline("Components of each", "Chat, web and media by vantage point.",
                 ("{{vantage}} {{component}}", state_of("whatsapp_component_status", "status", STATUSES, "vantage, component",
                                                        f'{HERE},component=~"chat|web|media"')),
                 mappings=numbered(STATUSES), empty="No exporter answers"),
    ),
)

PAGE = page(
    "whatsapp-fleet", "Fleet of vantage points",
    "What each vantage point says of WhatsApp, what the majority of its region and of the world makes of it, and who disagrees. "
    "It needs the target labels vantage and region, and the rules of whatsapp-fleet.rules.yml.",
    GLANCE, REGIONS, COMPARED,
    variables=[variable("region", "Region", 'whatsapp_verdict{job=~"$job"}', all_values=".*")],
)
