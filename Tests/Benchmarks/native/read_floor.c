// read_floor SWEEPS open|kept: reads the kernel files of the host collectors that often, and does nothing with them.
// "open" opens and closes each file each time; "kept" opens it once and reads it from its start again.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *files[] = {
    "stat",         "loadavg",     "meminfo",         "net/dev",      "net/netstat",  "net/snmp",      "net/snmp6",
    "pressure/cpu", "pressure/io", "pressure/memory", "pressure/irq", "net/sockstat", "net/sockstat6", "self/stat",
};
enum { COUNT = sizeof files / sizeof *files };
static char buffer[1 << 20];

static int open_file(const char *file) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s", file);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static void read_to_end(int descriptor) {
    off_t offset = 0;
    ssize_t count;
    while ((count = pread(descriptor, buffer, sizeof buffer, offset)) > 0) offset += count;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    int sweeps = atoi(argv[1]), keeps = strcmp(argv[2], "kept") == 0, kept[COUNT];
    for (int i = 0; i < COUNT; i++) kept[i] = keeps ? open_file(files[i]) : -1;
    for (int sweep = 0; sweep < sweeps; sweep++) {
        for (int i = 0; i < COUNT; i++) {
            int descriptor = keeps ? kept[i] : open_file(files[i]);
            // Not every kernel measures every pressure.
            if (descriptor < 0) continue;
            read_to_end(descriptor);
            if (!keeps) close(descriptor);
        }
    }
    return 0;
}
