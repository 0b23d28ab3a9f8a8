// Receiving with control messages: the CMSG_* macros and the error queue (ip(7), IP_RECVERR) are beyond Swift's importer,
// and so are the filters of raw sockets (raw(7), icmp(7)).
#ifndef WHATSAPP_CLINUX_ICMP_H
#define WHATSAPP_CLINUX_ICMP_H

#include <linux/errqueue.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

struct whatsapp_icmp_notes {
    int64_t received_at; // nanoseconds since 1970; 0 when not told
    int32_t hop_limit;   // -1 when not told
    uint8_t error_origin, error_type, error_code;
    uint32_t error_number, error_information;
};

// recvmsg(2); `address` is the sender, or of an error the host that reports it. With MSG_ERRQUEUE the bytes are those quoted.
static inline ssize_t whatsapp_icmp_receive(
    int socket, int flags, void *bytes, size_t size, struct sockaddr *address, socklen_t *length,
    struct whatsapp_icmp_notes *notes)
{
    union {
        struct cmsghdr align;
        char bytes[512];
    } control;
    struct iovec part = {bytes, size};
    struct msghdr message = {0};
    message.msg_name = address;
    message.msg_namelen = *length;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    memset(notes, 0, sizeof *notes);
    notes->hop_limit = -1;
    ssize_t count = recvmsg(socket, &message, flags);
    if (count < 0) return count;
    *length = message.msg_namelen;
    for (struct cmsghdr *note = CMSG_FIRSTHDR(&message); note; note = CMSG_NXTHDR(&message, note)) {
        const void *data = CMSG_DATA(note);
        if (note->cmsg_level == SOL_SOCKET && note->cmsg_type == SO_TIMESTAMPNS) {
            struct timespec time;
            memcpy(&time, data, sizeof time);
            notes->received_at = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
        } else if ((note->cmsg_level == IPPROTO_IP && note->cmsg_type == IP_TTL)
                   || (note->cmsg_level == IPPROTO_IPV6 && note->cmsg_type == IPV6_HOPLIMIT)) {
            memcpy(&notes->hop_limit, data, sizeof notes->hop_limit);
        } else if ((note->cmsg_level == IPPROTO_IP && note->cmsg_type == IP_RECVERR)
                   || (note->cmsg_level == IPPROTO_IPV6 && note->cmsg_type == IPV6_RECVERR)) {
            struct sock_extended_err error;
            memcpy(&error, data, sizeof error);
            notes->error_origin = error.ee_origin;
            notes->error_type = error.ee_type;
            notes->error_code = error.ee_code;
            notes->error_number = error.ee_errno;
            notes->error_information = error.ee_info;
            const struct sockaddr *offender = (const struct sockaddr *)((const char *)data + sizeof error);
            size_t rest = note->cmsg_len - CMSG_LEN(sizeof error);
            if (rest >= sizeof *offender && offender->sa_family != AF_UNSPEC && rest <= sizeof(struct sockaddr_storage)) {
                memcpy(address, offender, rest);
                *length = (socklen_t)rest;
            }
        }
    }
    return count;
}

// Has a raw ICMP socket pass on nothing but echo replies with this identifier, in host byte order.
static inline int whatsapp_icmp_filter(int socket, int is_ipv6, uint16_t identifier)
{
    uint32_t types[8];
    memset(types, 0xff, sizeof types);
    if (is_ipv6) {
        types[129 >> 5] &= ~(1u << (129 & 31));
        if (setsockopt(socket, IPPROTO_ICMPV6, 1 /* ICMP6_FILTER */, types, sizeof types)) return -1;
    } else {
        types[0] &= ~1u;
        if (setsockopt(socket, SOL_RAW, 1 /* ICMP_FILTER */, types, sizeof types[0])) return -1;
    }
    // Over IPv4 a raw socket is given the IP header too, whose length comes into X; over IPv6 X stays 0.
    struct sock_filter steps[] = {
        is_ipv6 ? (struct sock_filter)BPF_STMT(BPF_LDX | BPF_IMM, 0) : (struct sock_filter)BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, identifier, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0xffffffff),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog program = {sizeof steps / sizeof *steps, steps};
    return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

#endif
