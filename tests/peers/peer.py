"""A real SMTP server for a proof in Python: it tells each stage of each message as it happens, and
has every acceptance on the disk before it answers 250. The journal is a line a message, « ENVID
Message-ID ». Now and then, as `faults` weighs them, it is
    late          the answer to the dot comes some milliseconds later
    cut           the connection is cut at the dot; nothing was accepted
    cut-accepted  accepted, and the connection cut instead of an answer
    later         451 to the dot
"""
import asyncio
import os
import re

STAGES = ["mail", "data", "body", "dot", "kept", "answered"]


class Peer:
    def __init__(self, journal, roll, notice):
        self.journal = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.roll, self.notice = roll, notice
        self.faults = {"late": 2, "cut": 1, "cut-accepted": 1, "later": 1}
        self.begun, self.accepted, self.fates = set(), [], {}
        self.talks = set()

    async def start(self):
        self.server = await asyncio.start_server(self.greet, "127.0.0.1", 0)
        self.url = "smtp://127.0.0.1:%d" % self.server.sockets[0].getsockname()[1]

    async def quiet(self):
        """What a dead sender has left in its connection was said: it is heard to the end."""
        while self.talks:
            await asyncio.wait(self.talks)

    def fate(self):
        words = list(self.faults) + ["ok"]
        weights = list(self.faults.values())
        word = self.roll.choices(words, weights + [100 - sum(weights)])[0]
        self.fates[word] = self.fates.get(word, 0) + 1
        return word

    async def greet(self, reader, writer):
        task = asyncio.current_task()
        self.talks.add(task)
        try:
            writer.write(b"220 peer ESMTP\r\n")
            await self.talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            self.talks.discard(task)

    async def talk(self, reader, writer):
        envelope, goes_on = None, True
        while goes_on and (line := await reader.readline()):
            verb = line[:4].upper()
            if verb == b"DATA":
                goes_on = await self.take(envelope, reader, writer)
                continue
            if verb == b"MAIL":
                envelope = re.search(rb"ENVID=(\S+)", line).group(1).decode()
                self.begun.add(envelope)
                self.notice("mail")
            writer.write(b"250-peer\r\n250-8BITMIME\r\n250-DSN\r\n250 SIZE 30000000\r\n"
                         if verb == b"EHLO" else b"250 ok\r\n")
            goes_on = verb != b"QUIT"

    async def take(self, envelope, reader, writer):
        self.notice("data")
        writer.write(b"354 go on\r\n")
        text = b""
        while not text.endswith(b"\r\n.\r\n"):
            piece = await reader.read(1 << 20)
            if not piece:
                return False
            if not text:
                self.notice("body")
            text += piece
        self.notice("dot")
        return await self.judge(envelope, text, writer)

    def keep(self, envelope, text):
        name = re.search(rb"^message-id:\s*(\S+)", text, re.I | re.M).group(1).decode()
        os.write(self.journal, f"{envelope} {name}\n".encode())
        os.fdatasync(self.journal)
        self.accepted.append(envelope)
        self.notice("kept")

    async def judge(self, envelope, text, writer):
        fate = self.fate()
        if fate == "late":
            await asyncio.sleep(self.roll.uniform(0.001, 0.03))
        if fate in ("ok", "late", "cut-accepted"):
            self.keep(envelope, text)
        if fate.startswith("cut"):
            return False
        writer.write(b"451 later\r\n" if fate == "later" else b"250 queued\r\n")
        self.notice("answered")
        return True
