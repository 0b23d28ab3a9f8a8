"""The edges and addresses that names lead to: who serves me, and is it where it used to be."""

from page import line, row
from shapes import share, table, timeline, timeseries
from words import AGO, EDGE_STATES, RIGHT, YES, numbered, state_of, words

EDGE = "instance, role, resolver, family"
ADDRESS = "instance, role, family, address"
PLACE = "role, family, resolver"
ROLE = 'role=~"$role"'

EDGES = row(
    "Edges: who serves me",
    line(
        9,
        table(
            "Edges now",
            "Where each resolver's last answer leads: the network, the address and the place by its reverse name. Home is where "
            "it led most in the last seven days. Why we are led elsewhere cannot be known from outside.",
            {
                "answer": f"max by ({EDGE}, edge, pop, address, name_standing) (whatsapp_edge_info{{{ROLE}}})",
                "usual": f"max by ({EDGE}, home) "
                        f'(label_replace(whatsapp_edge_home_info{{{ROLE}}}, "home", "$1", "edge", "(.*)"))',
                "is": f"max by ({EDGE}, state) (whatsapp_edge_state{{{ROLE}}} == 1)",
                "since": f"time() - max by ({EDGE}) (whatsapp_edge_since_timestamp_seconds{{{ROLE}}})",
                "distance": f"max by ({EDGE}) (whatsapp_edge_distance_meters{{{ROLE}}})",
                "plausible": f"max by ({EDGE}) (whatsapp_edge_round_trip_plausible{{{ROLE}}})",
            },
            ("instance", "Exporter"), ("role", "Role"), ("resolver", "Resolver"), ("family", "Family"),
            ("state", "State", {"mappings": words(EDGE_STATES)}),
            ("edge", "Edge"), ("home", "Home"), ("pop", "Place"), ("name_standing", "Name"), ("address", "Address"),
            ("since", "For", AGO), ("distance", "Distance", {"unit": "lengthm", "decimals": 0}),
            ("plausible", "Plausible", {"mappings": words(RIGHT)}),
            sort="Role", empty="-",
        ),
    ),
    line(
        8,
        timeline("Home, steered, failover", "One lane for each role and resolver. Led elsewhere: home still works. Failover "
                 "suspected: home fails or is slow.",
                 ("{{role}} {{family}} {{resolver}} {{instance}}",
                  state_of("whatsapp_edge_state", "state", EDGE_STATES, EDGE, ROLE)),
                 mappings=numbered(EDGE_STATES), empty="No resolver was asked"),
        table("Home, while led elsewhere", "Whether the address at home worked when last probed, and how long its handshake "
              "took. Home is probed only while the answers lead elsewhere.",
              {
                  "success": f"max by ({EDGE}) (whatsapp_edge_pinned_probe_success{{{ROLE}}})",
                  "handshake": f"max by ({EDGE}) (whatsapp_edge_pinned_probe_handshake_seconds{{{ROLE}}})",
              },
              ("role", "Role"), ("resolver", "Resolver"), ("family", "Family"),
              ("success", "Home works", {"mappings": words(RIGHT)}), ("handshake", "Handshake", {"unit": "s"}),
              ("instance", "Exporter"), sort="Role", empty="Nobody is led elsewhere", width=8),
    ),
    line(
        8,
        timeseries("Changes of edge", "How often the answers went over to another edge. Some resolvers change with every answer, "
                   "with nothing wrong.",
                   ("{{role}} {{family}} {{resolver}}",
                    f"sum by ({PLACE}) (increase(whatsapp_edge_changes_total{{{ROLE}}}[$__rate_interval]))"),
                   bars=True, unit="short", interval="2m", empty="No resolver was asked"),
        timeseries("Resolvers agree", "Share of the resolvers that lead to the commonest place, and whether chat and web, and "
                   "IPv4 and IPv6, lead to the same one. Resolvers may differ with nothing wrong.",
                   ("resolvers: {{role}} {{family}}",
                    f"min by (role, family) (whatsapp_edge_resolver_agreement_ratio{{{ROLE}}})"),
                   ("chat and web: {{resolver}} {{family}}", "min by (resolver, family) (whatsapp_edge_role_agreement)"),
                   ("IPv4 and IPv6: {{role}} {{resolver}}",
                    f"min by (role, resolver) (whatsapp_edge_family_agreement{{{ROLE}}})"),
                   unit="percentunit", max=1, empty="One resolver alone"),
        timeseries("Unanswered questions", "Share of the questions for the role's name that brought no usable address.",
                   ("{{role}} {{family}} {{resolver}}",
                    share(f"whatsapp_answers_unanswered_total{{{ROLE}}}", f"whatsapp_answers_queries_total{{{ROLE}}}", PLACE)),
                   unit="percentunit", max=1, interval="2m", points="auto", empty="No resolver was asked"),
        timeseries("How long answers are kept", "The longest TTL answered in the last hour: about how long a change of edge "
                   "takes to reach everybody.",
                   ("{{role}} {{family}} {{resolver}}",
                    f"max by ({PLACE}) (whatsapp_answers_ttl_max_seconds{{{ROLE}}})"),
                   unit="s", empty="No resolver answered"),
    ),
    line(
        8,
        timeseries("Addresses answered", "Share of each address in the last hour's answers to us. How load is spread over "
                   "servers cannot be seen from outside.",
                   ("{{role}} {{address}} {{resolver}}",
                    f"avg by ({PLACE}, address) (whatsapp_answers_share_ratio{{{ROLE}}})"),
                   unit="percentunit", max=1, empty="No resolver answered"),
        timeseries("Effective addresses", "As many addresses, answered evenly, would be as uncertain as the last hour's answers; "
                   "and how many different ones there were. Far fewer effective ones: a few are preferred.",
                   ("effective {{role}} {{family}} {{resolver}}",
                    f"max by ({PLACE}) (whatsapp_answers_effective_addresses{{{ROLE}}})"),
                   ("different {{role}} {{family}} {{resolver}}",
                    f"max by ({PLACE}) (whatsapp_answers_distinct_addresses{{{ROLE}}})"),
                   unit="short", decimals=1, empty="No resolver answered"),
        table(
            "Addresses", "Share of the last hour's probes of each address that failed, with its bounds (Wilson, 95 percent). "
            "Bad: its lower bound is above the others' upper one. With few probes the bounds are far apart, and nothing is said.",
            {
                "bad": f"max by ({ADDRESS}) (whatsapp_address_bad{{{ROLE}}})",
                "share": f"max by ({ADDRESS}) (whatsapp_address_failure_ratio{{{ROLE}}})",
                "lower": f"max by ({ADDRESS}) (whatsapp_address_failure_lower_ratio{{{ROLE}}})",
                "upper": f"max by ({ADDRESS}) (whatsapp_address_failure_upper_ratio{{{ROLE}}})",
                "attempts": f"max by ({ADDRESS}) (whatsapp_address_attempts{{{ROLE}}})",
                "connect": f'max by ({ADDRESS}) (whatsapp_address_connect_seconds{{{ROLE},stat="median"}})',
            },
            ("role", "Role"), ("address", "Address"), ("bad", "Bad", {"mappings": words(YES)}),
            ("share", "Failed", {"unit": "percentunit", "decimals": 0}),
            ("lower", "At least", {"unit": "percentunit", "decimals": 0}),
            ("upper", "At most", {"unit": "percentunit", "decimals": 0}),
            ("attempts", "Probes", {"unit": "none"}), ("connect", "Connect", {"unit": "s"}), ("instance", "Exporter"),
            sort="Failed", descending=True, empty="-", width=12,
        ),
    ),
)
