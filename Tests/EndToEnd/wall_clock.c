/* Preloaded, it sets a program's wall clock forward by the seconds in the file that WALL_CLOCK names, or back. The clock that
   deadlines go by is left alone: so days can pass between two probes. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    int status = syscall(SYS_clock_gettime, clock, time);
    if (status != 0 || clock != CLOCK_REALTIME) return status;
    char text[32] = "";
    int file = open(getenv("WALL_CLOCK"), O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    if (read(file, text, sizeof text - 1) > 0) time->tv_sec += atol(text);
    close(file);
    return 0;
}
