"""The host the exporter stands on, and the exporter itself: what to rule out before blaming WhatsApp."""

from page import line, page, row
from shapes import bargauge, share, stat, table, timeseries
from words import BAD, GOOD, RIGHT, SUCCESS, WARNING, steps, words

WIRES = 'device!~"lo|veth.+|docker.+|br-.+|cali.+|cni.+"'
PLACES = 'fstype!~"tmpfs|ramfs|squashfs|overlay"'
FILLED = f"1 - node_filesystem_avail_bytes{{{PLACES}}} / node_filesystem_size_bytes{{{PLACES}}}"


def rate(metric, by="instance"):
    return f"sum by ({by}) (rate({metric}[$__rate_interval]))"


def of(name, expression):
    return f"{name} {{{{instance}}}}", expression


def ours(name):
    return f"whatsapp_exporter_cgroup_{name}"


def wire(name, metric, sign=""):
    return f"{{{{device}}}} {name} {{{{instance}}}}", f"{sign}rate({metric}{{{WIRES}}}[$__rate_interval])"


GLANCE = row(
    None,
    line(
        5,
        stat("Processors busy", "Share of the time the processors were not idle. Near 100 % probes are late, and slow for no "
             "fault of WhatsApp's.",
             ("{{instance}}", '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))'),
             unit="percentunit", decimals=0, thresholds=steps(GOOD, (0.8, WARNING), (0.95, BAD)), graph="area"),
        stat("Memory used", "All but what the kernel could give to a program without swapping.",
             ("{{instance}}", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"),
             unit="percentunit", decimals=0, thresholds=steps(GOOD, (0.85, WARNING), (0.95, BAD)), graph="area"),
        stat("Retransmitted", "Share of sent TCP segments that had to be sent again, of all programs: above a few percent the "
             "path out of this host loses packets.",
             ("{{instance}}", share("node_netstat_Tcp_RetransSegs", "node_netstat_Tcp_OutSegs", "instance")),
             unit="percentunit", decimals=1, thresholds=steps(GOOD, (0.02, WARNING), (0.1, BAD)), graph="area"),
        stat("Connections tracked", "Share of the connection tracking table in use. When it is full, new connections are "
             "dropped.",
             ("{{instance}}", "node_nf_conntrack_entries / node_nf_conntrack_entries_limit"),
             unit="percentunit", decimals=0, thresholds=steps(GOOD, (0.75, WARNING), (0.9, BAD)), empty="Not tracked"),
        stat("Fullest file system", "Share of the fullest file system that is in use; those in memory are left out.",
             ("{{instance}}", f"max by (instance) ({FILLED})"),
             unit="percentunit", decimals=0, thresholds=steps(GOOD, (0.9, WARNING), (0.97, BAD)), empty="None on a disk"),
        stat("Clock held", "Whether a time server or another reference holds the clock, by the kernel's word. Some virtual "
             "machines take their time from their host, and say no.",
             ("{{instance}}", "min by (instance) (node_timex_sync_status)"), mappings=words(RIGHT)),
        stat("Up for", "How long ago the kernel started.",
             ("{{instance}}", "max by (instance) (node_time_seconds - node_boot_time_seconds)"), unit="dtdurations", decimals=0),
    ),
)

WORK = row(
    "Processors and memory",
    line(
        8,
        timeseries("Processors", "Share of processor time by mode, over all processors; what is missing to 100 % is idle. Steal "
                   "is time that other machines of the same hardware had.",
                   ("{{mode}} {{instance}}",
                    'avg by (instance, mode) (rate(node_cpu_seconds_total{mode!="idle"}[$__rate_interval]))'),
                   stacked=True, unit="percentunit"),
        timeseries("Load", "Tasks running or waiting, averaged over one, five and fifteen minutes, and how many processors there "
                   "are.",
                   of("1 min", "node_load1"), of("5 min", "node_load5"), of("15 min", "node_load15"),
                   of("processors", 'count by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))'),
                   unit="short"),
        timeseries("Memory", "How memory is used: by programs, by the kernel for files (which it can give back), and free.",
                   of("not available", "node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes"),
                   of("available", "node_memory_MemAvailable_bytes"),
                   of("swap used", "node_memory_SwapTotal_bytes - node_memory_SwapFree_bytes"), unit="bytes"),
        timeseries("Pressure", "Share of the time in which some task waited for a processor, for memory or for input and output.",
                   of("processor", "rate(node_pressure_cpu_waiting_seconds_total[$__rate_interval])"),
                   of("memory", "rate(node_pressure_memory_waiting_seconds_total[$__rate_interval])"),
                   of("I/O", "rate(node_pressure_io_waiting_seconds_total[$__rate_interval])"),
                   unit="percentunit", empty="This kernel keeps no pressure figures"),
    ),
)

NETWORK = row(
    "Network",
    line(
        8,
        timeseries("Traffic", "Bytes received (above zero) and sent (below) by each interface but the loopback and those of "
                   "containers.",
                   wire("received", "node_network_receive_bytes_total"),
                   wire("sent", "node_network_transmit_bytes_total", "-"),
                   unit="Bps", min=None),
        timeseries("Errors and drops", "Packets the interfaces could not receive or send, or dropped. A few dropped on receipt "
                   "are usual: protocols nobody here speaks.",
                   wire("bad received", "node_network_receive_errs_total"),
                   wire("bad sent", "node_network_transmit_errs_total"),
                   wire("dropped received", "node_network_receive_drop_total"),
                   wire("dropped sent", "node_network_transmit_drop_total"),
                   unit="pps"),
        table("Interfaces", "How each interface stands. Up by the administrator but down by operation: the cable, the switch, or "
              "the other side.",
              {
                  "info": f"max by (instance, device, operstate, adminstate) (node_network_info{{{WIRES}}})",
                  "changes": f"max by (instance, device) (increase(node_network_carrier_changes_total{{{WIRES}}}[$__range]))",
                  "mtu": f"max by (instance, device) (node_network_mtu_bytes{{{WIRES}}})",
              },
              ("instance", "Exporter"), ("device", "Interface"), ("adminstate", "Set to"), ("operstate", "Is"),
              ("changes", "Carrier came or went", {"unit": "short", "decimals": 0}), ("mtu", "MTU", {"unit": "bytes"}),
              sort="Interface", empty="-"),
    ),
    line(
        8,
        timeseries("TCP retransmissions", "Share of sent segments that had to be sent again, of all programs of this network "
                   "namespace.",
                   ("{{instance}}", share("node_netstat_Tcp_RetransSegs", "node_netstat_Tcp_OutSegs", "instance")),
                   unit="percentunit"),
        timeseries("TCP troubles", "Connection attempts repeated, timeouts, resets sent, and bad segments received. Repeated "
                   "attempts mean that somebody does not answer, not who.",
                   of("SYN again", rate("node_netstat_TcpExt_TCPSynRetrans")),
                   of("timeouts", rate("node_netstat_TcpExt_TCPTimeouts")),
                   of("resets sent", rate("node_netstat_Tcp_OutRsts")),
                   of("bad received", rate("node_netstat_Tcp_InErrs")), unit="ops"),
        timeseries("Queues overflow", "What was dropped here for want of room: connections nobody accepted in time, packets of a "
                   "full backlog, datagrams of full sockets.",
                   of("connections", rate("node_netstat_TcpExt_ListenDrops")),
                   of("backlog", rate("node_softnet_dropped_total")),
                   of("datagrams", rate("node_netstat_Udp_RcvbufErrors")), unit="ops"),
        timeseries("Connections tracked", "Entries of the connection tracking table and its limit: new connections beyond it are "
                   "dropped.",
                   of("tracked", "node_nf_conntrack_entries"), of("limit", "node_nf_conntrack_entries_limit"),
                   unit="short", empty="Connections are not tracked"),
    ),
    line(
        8,
        timeseries("Sockets", "TCP sockets in use, waiting out their end and belonging to no program, and all sockets of the "
                   "host.",
                   of("TCP in use", "node_sockstat_TCP_inuse"), of("TCP time-wait", "node_sockstat_TCP_tw"),
                   of("TCP orphans", "node_sockstat_TCP_orphan"), of("UDP in use", "node_sockstat_UDP_inuse"),
                   of("all", "node_sockstat_sockets_used"), unit="short"),
        timeseries("Connections made", "TCP connections opened from here and to here. Probes are few among them.",
                   of("from here", rate("node_netstat_Tcp_ActiveOpens")),
                   of("to here", rate("node_netstat_Tcp_PassiveOpens")), unit="ops"),
        timeseries("File handles", "File handles in use by all programs of the host.",
                   ("{{instance}}", "node_filefd_allocated"), unit="short"),
        timeseries("Clock", "The most the clock may be wrong by, and what is still to be made up, by the kernel's word. 16 "
                   "seconds mean that nobody knows.",
                   of("error at most", "node_timex_maxerror_seconds"), of("offset", "node_timex_offset_seconds"),
                   unit="s", min=None),
    ),
)

STORAGE = row(
    "Disks and file systems",
    line(
        8,
        bargauge("File systems used", "Share of each file system in use by what any program may write; those in memory are left "
                 "out.",
                 ("{{mountpoint}} {{instance}}", FILLED),
                 unit="percentunit", min=0, max=1, decimals=0, thresholds=steps(GOOD, (0.9, WARNING), (0.97, BAD)),
                 empty="None on a disk"),
        timeseries("Disks busy", "Share of the time in which each disk had a request under way. Disks that work on many at once "
                   "are not full at 100 %.",
                   ("{{device}} {{instance}}", "rate(node_disk_io_time_seconds_total[$__rate_interval])"),
                   unit="percentunit", empty="No disk is seen from here"),
        timeseries("Disk traffic", "Bytes read (above zero) and written (below).",
                   ("{{device}} read {{instance}}", "rate(node_disk_read_bytes_total[$__rate_interval])"),
                   ("{{device}} written {{instance}}", "-rate(node_disk_written_bytes_total[$__rate_interval])"),
                   unit="Bps", min=None, empty="No disk is seen from here"),
    ),
)

GROUP = row(
    "Limits set to the exporter (its control group)",
    line(
        8,
        timeseries("Processor of the group", "Processors the exporter's control group uses, and how many it may use on average.",
                   of("used", rate(ours("cpu_seconds_total"))), of("limit", ours("cpu_limit_processors")),
                   unit="short", empty="No control group of version 2"),
        timeseries("Stopped for its limit", "Share of the time the group's tasks were stopped for having used up their processor "
                   "limit: probes wait, and seem slow.",
                   ("{{instance}}", rate(ours("cpu_throttled_seconds_total"))), unit="percentunit", empty="No processor limit"),
        timeseries("Memory of the group", "Memory in use in the group, files kept in memory included, and what it may use.",
                   of("used", ours("memory_bytes")), of("limit", ours("memory_limit_bytes")),
                   unit="bytes", empty="No control group of version 2"),
        timeseries("Pressure of the group", "Share of the time in which some task of the group waited for a resource.",
                   ("{{resource}} {{instance}}", rate(ours("pressure_waiting_seconds_total"), "instance, resource")),
                   unit="percentunit", empty="No control group of version 2"),
    ),
    collapsed=True,
)

EXPORTER = row(
    "The exporter itself",
    line(
        8,
        timeseries("Its processor time", "Processors the exporter uses, probes and scrapes together.",
                   ("{{instance}}", "rate(process_cpu_seconds_total[$__rate_interval])"), unit="percentunit"),
        timeseries("Its memory", "Memory the exporter holds, as the kernel counts it.",
                   ("{{instance}}", "process_resident_memory_bytes"), unit="bytes"),
        timeseries("Its descriptors", "File descriptors the exporter has open, and how many it may. Without a free one no probe "
                   "runs.",
                   of("open", "process_open_fds"), of("limit", "process_max_fds"), unit="short"),
        timeseries("Scrapes by collector", "How long each collector took in a scrape; the slowest ten.",
                   ("{{collector}}", "topk(10, max by (collector) (whatsapp_scrape_collector_duration_seconds) or "
                    "max by (collector) (node_scrape_collector_duration_seconds))"), unit="s", stacked=True),
    ),
    line(
        8,
        table("Exporters", "Each exporter's version, how long it has run, whether its configuration is in force, and whether its "
              "history reaches the disk.",
              {
                  "info": "max by (instance, version, revision) (whatsapp_exporter_build_info)",
                  "age": "time() - max by (instance) (process_start_time_seconds)",
                  "loaded": "min by (instance) (whatsapp_exporter_config_last_reload_successful)",
                  "healthy": "min by (instance) (whatsapp_store_healthy)",
                  "size": "max by (instance) (whatsapp_store_size_bytes)",
              },
              ("instance", "Exporter"), ("version", "Version"), ("revision", "Revision"),
              ("age", "Runs for", {"unit": "dtdurations", "decimals": 0}),
              ("loaded", "Configuration in force", {"mappings": words(RIGHT)}),
              ("healthy", "History kept", {"mappings": words(RIGHT)}),
              ("size", "Its size", {"unit": "bytes"}), sort="Exporter", empty="No exporter answers"),
        table("Collectors that fail", "Collectors that could not read their figures in the last scrape. Some hosts lack what "
              "they read.",
              {"failed": "min by (instance, collector) (whatsapp_scrape_collector_success == 0) or "
                         "min by (instance, collector) (node_scrape_collector_success == 0)"},
              ("instance", "Exporter"), ("collector", "Collector"), ("failed", "Result", {"mappings": words(SUCCESS)}),
              sort="Collector", empty="None fails", width=6),
        timeseries("Requests", "Requests the exporter answered, by path and class of status; 4xx are the asker's mistakes, 5xx "
                   "its own.",
                   ("{{path}} {{code}}", "sum by (path, code) (rate(whatsapp_exporter_http_requests_total[$__rate_interval])) > "
                    "0"),
                   unit="reqps", width=5),
        timeseries("Turned away", "Connections refused for want of room or descriptors, and TLS handshakes that failed.",
                   of("refused", rate("whatsapp_exporter_http_connections_refused_total")),
                   of("TLS failed", rate("whatsapp_exporter_tls_handshakes_failed_total")), unit="ops", width=5),
    ),
)

PAGE = page(
    "whatsapp-host", "Host",
    "The host the exporter stands on, as far as it can spoil a verdict, and the exporter's own health.",
    GLANCE, WORK, NETWORK, STORAGE, GROUP, EXPORTER,
)
