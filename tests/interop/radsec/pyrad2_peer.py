"""pyrad2 at the other end of a TLS connection: `pyrad2_peer.py server|asking|client PORT VERSION CERTS DICTIONARY`."""

import asyncio
import sys

from loguru import logger
from pyrad2.constants import PacketType
from pyrad2.dictionary import Dictionary
from pyrad2.packet import CoAPacket, parse_packet
from pyrad2.radsec.client import RadSecClient
from pyrad2.radsec.server import RadSecServer
from pyrad2.radsec.v11 import RadiusVersion, TokenCounter
from pyrad2.server import RemoteHost
from pyrad2.tools import read_radius_packet

mode, port, version, certs, dictionary = sys.argv[1:]
logger.remove()
if mode != "client":
    logger.add(sys.stdout, level="INFO")
versions = (RadiusVersion.V1_1,) if version == "1.1" else (RadiusVersion.V1_0,)
dictionary = Dictionary(dictionary)
SECRET = b"radsec"


class Server(RadSecServer):
    async def handle_access_request(self, packet):
        is_right = packet.pw_decrypt(packet[2][0]) == "hello"
        reply = packet.create_reply()
        reply.code = PacketType.AccessAccept if is_right else PacketType.AccessReject
        reply.add_attribute("Reply-Message", "from pyrad2")
        return reply

    async def handle_accounting(self, packet):
        return packet.create_reply()


class AskingServer(Server):
    """Asks down the connection, which pyrad2 has the packets for, but no way of sending them."""

    async def _handle_client(self, reader, writer):
        login = await self.packet_received(await read_radius_packet(reader), "127.0.0.1", versions[0])
        writer.write(login.reply_packet())
        tokens = TokenCounter()
        for code, session in (
            (PacketType.CoARequest, "4711"),
            (PacketType.CoARequest, "another"),
            (PacketType.DisconnectRequest, "another"),
            (PacketType.DisconnectRequest, "4711"),
        ):
            request = CoAPacket(code=code, secret=SECRET, dict=self.dict, radius_version=versions[0])
            request.token = tokens.next()
            request["NAS-Identifier"] = "client.example"
            request["Acct-Session-Id"] = session
            if code == PacketType.CoARequest:
                request["Session-Timeout"] = 60
            writer.write(request.request_packet())
            data = await read_radius_packet(reader)
            reply = parse_packet(data, SECRET, self.dict, radius_version=versions[0])
            if not request.verify_reply(reply, data):
                raise ValueError("the reply is forged")
            cause = reply["Error-Cause"][0] if "Error-Cause" in reply else "-"
            print("answer", session, reply.code, cause, flush=True)
        print("asked everything", flush=True)
        await self._close_writer(writer)


async def serve(Server):
    server = Server(
        listen_address="127.0.0.1",
        listen_port=int(port),
        hosts={"127.0.0.1": RemoteHost("127.0.0.1", SECRET, "tests")},
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


modes = {"server": lambda: serve(Server), "asking": lambda: serve(AskingServer), "client": ask}
asyncio.run(modes[mode]())
