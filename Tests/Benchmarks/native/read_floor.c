// read_floor SWEEPS open|kept [ROOT]: reads the kernel files of the host collectors that often, and does nothing with them.
// "open" opens and closes each file each time; "kept" opens it once and reads it from its start again.
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *files[] = {
    "stat",
    "loadavg",
    "meminfo",
    "vmstat",
    "diskstats",
    "1/mountinfo",
    "net/dev",
    "net/arp",
    "net/netstat",
    "net/snmp",
    "net/snmp6",
    "net/sockstat",
    "net/sockstat6",
    "net/softnet_stat",
    "net/stat/nf_conntrack",
    "pressure/cpu",
    "pressure/io",
    "pressure/memory",
    "pressure/irq",
    "sys/fs/file-nr",
    "sys/net/netfilter/nf_conntrack_count",
    "sys/net/netfilter/nf_conntrack_max",
    "self/stat",
};
enum { COUNT = sizeof files / sizeof *files };
// No larger than needed: for a variable of sysctl the kernel clears as much memory as is asked for.
static char buffer[1 << 14];

static int open_file(const char *root, const char *file) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", root, file);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static void read_to_end(int descriptor) {
    off_t offset = 0;
    ssize_t count;
    while ((count = pread(descriptor, buffer, sizeof buffer, offset)) > 0) offset += count;
}

int main(int argc, char **argv) {
    if (argc < 3) return 2;
    int sweeps = atoi(argv[1]), keeps = strcmp(argv[2], "kept") == 0, kept[COUNT];
    const char *root = argc > 3 ? argv[3] : "/proc";
    for (int i = 0; i < COUNT; i++) kept[i] = keeps ? open_file(root, files[i]) : -1;
    for (int sweep = 0; sweep < sweeps; sweep++) {
        for (int i = 0; i < COUNT; i++) {
            int descriptor = keeps ? kept[i] : open_file(root, files[i]);
            // Not every kernel has them all.
            if (descriptor < 0) continue;
            read_to_end(descriptor);
            if (!keeps) close(descriptor);
        }
    }
    return 0;
}
