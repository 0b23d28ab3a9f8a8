// The least an HTTPS probe can cost: connect, shake hands, verify, ask, read to the end. Arguments: count, port, PEM file of the root.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

int main(int count, char **arguments) {
    if (count != 4) return 2;
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    if (!SSL_CTX_load_verify_file(context, arguments[3])) return 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(arguments[2]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int left = atoi(arguments[1]); left > 0; left--) {
        int descriptor = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(descriptor, (struct sockaddr *)&address, sizeof address)) return 1;
        SSL *connection = SSL_new(context);
        SSL_set_fd(connection, descriptor);
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(connection), "127.0.0.1");
        if (SSL_connect(connection) != 1) return 1;
        if (SSL_write(connection, request, sizeof request - 1) <= 0) return 1;
        char answer[16384];
        while (SSL_read(connection, answer, sizeof answer) > 0) {}
        SSL_free(connection);
        close(descriptor);
    }
    SSL_CTX_free(context);
    return 0;
}
