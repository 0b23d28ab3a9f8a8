"""What the exporter's states are called on a dashboard, and their colours.

The colours are those of Okabe and Ito, which the colour-blind tell apart as well; no state is told by its colour alone.
"""

WELL, PARTLY, SUSPECTED, THEIRS, OURS, BETWEEN, ALSO, UNKNOWN = (
    "#009E73", "#F0E442", "#E69F00", "#D55E00", "#0072B2", "#CC79A7", "#56B4E9", "#999999")
GOOD, WARNING, BAD = WELL, SUSPECTED, THEIRS

# In the order of their numbers on timelines.
VERDICTS = {
    "ok": ("WhatsApp works", WELL),
    "local_network": ("Your network is down", OURS),
    "local_dns": ("Your DNS is broken", OURS),
    "local_clock": ("Your clock is wrong", OURS),
    "local_host": ("This host is in trouble", OURS),
    "blocked_or_intercepted": ("Blocked or intercepted", BETWEEN),
    "meta_wide": ("All of Meta is down", THEIRS),
    "edge_partial": ("Part of WhatsApp fails", PARTLY),
    "whatsapp_outage": ("WhatsApp is down", THEIRS),
    "whatsapp_suspected": ("Users say it is down", SUSPECTED),
    "business_platform": ("Business Platform is ill", THEIRS),
    "business_account": ("Your account is at fault", OURS),
    "unknown": ("Unknown", UNKNOWN),
}
STATUSES = {
    "ok": ("ok", WELL),
    "degraded": ("degraded", SUSPECTED),
    "down": ("down", THEIRS),
    "unknown": ("unknown", UNKNOWN),
}
EDGE_STATES = {
    "home": ("at home", WELL),
    "steered": ("led elsewhere", ALSO),
    "failover_suspected": ("failover suspected", THEIRS),
    "unknown": ("unknown", UNKNOWN),
}
SUCCESS = {"0": ("failed", BAD), "1": ("ok", GOOD)}
REACHED = {"0": ("unreachable", BAD), "1": ("up", GOOD)}
YES = {"0": ("no", GOOD), "1": ("yes", BAD)}  # of what is not to be
RIGHT = {"0": ("no", BAD), "1": ("yes", GOOD)}  # of what is to be

AGO = {"unit": "dtdurations", "decimals": 0}
DAY = 86400


def words(states):
    """Mappings of values to texts in their colours."""
    options = {value: {"text": text, "color": color, "index": at} for at, (value, (text, color)) in enumerate(states.items())}
    return [{"type": "value", "options": options}]


def numbered(states):
    """The same where a state comes as its number: see `state_of`."""
    return words({str(at): state for at, state in enumerate(states.values())})


def state_of(metric, label, states, by, matchers=""):
    """The number of the state whose series is 1, of a metric with a series for each."""
    comma = "," if matchers else ""
    lines = [f'    {at} * ({metric}{{{matchers}{comma}{label}="{value}"}} == 1)' for at, value in enumerate(states)]
    return f"max by ({by}) (\n" + "\n  or\n".join(lines) + "\n)"


def steps(first, *rest):
    """Thresholds: a colour, then (value, colour) from which each next one holds."""
    marks = [(None, first), *rest]
    return {"mode": "absolute", "steps": [{"color": color, "value": value} for value, color in marks]}
