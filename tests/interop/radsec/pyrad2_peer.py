"""pyrad2 at the other end of a TLS connection: `pyrad2_peer.py server|client PORT VERSION CERTS DICTIONARY`."""

import asyncio
import sys

from loguru import logger
from pyrad2.constants import PacketType
from pyrad2.dictionary import Dictionary
from pyrad2.radsec.client import RadSecClient
from pyrad2.radsec.server import RadSecServer
from pyrad2.radsec.v11 import RadiusVersion
from pyrad2.server import RemoteHost

mode, port, version, certs, dictionary = sys.argv[1:]
logger.remove()
if mode == "server":
    logger.add(sys.stdout, level="INFO")
versions = (RadiusVersion.V1_1,) if version == "1.1" else (RadiusVersion.V1_0,)
dictionary = Dictionary(dictionary)


class Server(RadSecServer):
    async def handle_access_request(self, packet):
        is_right = packet.pw_decrypt(packet[2][0]) == "hello"
        reply = packet.create_reply()
        reply.code = PacketType.AccessAccept if is_right else PacketType.AccessReject
        reply.add_attribute("Reply-Message", "from pyrad2")
        return reply

    async def handle_accounting(self, packet):
        return packet.create_reply()


async def serve():
    server = Server(
        listen_address="127.0.0.1",
        listen_port=int(port),
        hosts={"127.0.0.1": RemoteHost("127.0.0.1", b"radsec", "tests")},
        dictionary=dictionary,
        verify_packet=True,
        certfile=f"{certs}/server.pem",
        keyfile=f"{certs}/server.key",
        ca_certfile=f"{certs}/ca.pem",
        radius_versions=versions,
    )
    await server.run()


async def ask():
    client = RadSecClient(
        server="127.0.0.1",
        port=int(port),
        dict=dictionary,
        certfile=f"{certs}/client.pem",
        keyfile=f"{certs}/client.key",
        certfile_server=f"{certs}/ca.pem",
        radius_versions=versions,
    )
    # Over one connection.
    for password in ("hello", "wrong"):
        request = client.create_auth_packet(code=PacketType.AccessRequest, User_Name="bob")
        request.radius_version = versions[0]
        request["User-Password"] = request.pw_crypt(password)
        show("auth", await client.send_packet(request), client)
    report = client.create_acct_packet(User_Name="bob")
    report["Acct-Status-Type"] = "Start"
    show("acct", await client.send_packet(report), client)
    await client.close()


def show(kind, reply, client):
    # A packet without attributes is false to Python.
    print(kind, client.last_error if reply is None else reply.code, flush=True)


asyncio.run(serve() if mode == "server" else ask())
