"""A gRPC health server on Google's own library."""

from concurrent import futures

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

States = health_pb2.HealthCheckResponse


class Health:
    def __init__(self, address, certificate=None, serves_health=True):
        self.server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
        if serves_health:
            servicer = health.HealthServicer()
            servicer.set("", States.SERVING)
            servicer.set("ill", States.NOT_SERVING)
            health_pb2_grpc.add_HealthServicer_to_server(servicer, self.server)
        if certificate:
            chain, key = (path.read_bytes() for path in certificate)
            self.server.add_secure_port(address, grpc.ssl_server_credentials([(key, chain)]))
        else:
            self.server.add_insecure_port(address)
        self.server.start()

    def close(self):
        self.server.stop(None)
