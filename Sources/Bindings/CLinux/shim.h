// Linux calls that Glibc's Swift module lacks. _GNU_SOURCE stays out: with it `sockaddr *` arguments
// are imported as an opaque union, so what it would declare is declared here by hand.
#ifndef WHATSAPP_CLINUX_H
#define WHATSAPP_CLINUX_H

#include <linux/magic.h>
#include <linux/netlink.h>
#include <malloc.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/timex.h>
#include <time.h>

int unshare(int flags);
int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *deadline);

#endif
