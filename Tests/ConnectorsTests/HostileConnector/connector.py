"""A connector that misbehaves as its first argument says. `params` of a question is what it answers as `match`, and in
some modes says what to do."""

import json
import os
import select
import signal
import sys
import time

mode = sys.argv[1]
log = sys.argv[2] if len(sys.argv) > 2 else None


def note(word):
    """Lets the test see what happened, in the file that the second argument names."""
    if log:
        with open(log, "a") as file:
            file.write(word + "\n")


def write(data):
    while data:
        data = data[os.write(1, data) :]


def line(**members):
    return (json.dumps({"jsonrpc": "2.0", **members}, ensure_ascii=False) + "\n").encode()


def result(question):
    return line(id=question["id"], result={"match": question["params"]})


def rest():
    while True:
        time.sleep(3600)


note("start %d" % os.getpid())
if mode == "dies at start":
    sys.exit(3)
if mode == "closes stdin":
    os.close(0)
    rest()
if mode == "ignores TERM" or mode == "child ignores TERM":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if mode == "child ignores TERM":
    if os.fork() == 0:
        rest()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

held = []
while True:
    # Not a file object: that would read ahead.
    text = bytearray()
    while not text.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            note("end of input")
            if mode == "ignores TERM":
                rest()
            sys.exit(0)
        text += byte
    question = json.loads(text)
    assert set(question) == {"jsonrpc", "id", "method", "params"} and question["method"] == "crm.lookup", question
    params = question["params"]
    note("got %s" % json.dumps(params))

    if mode == "slow":
        time.sleep(0.03)
        write(result(question))
    elif mode == "hangs":
        rest()
    elif mode == "hangs on null":
        if params is None:
            rest()
        write(result(question))
    elif mode == "exits":
        sys.exit(params)
    elif mode == "exits on a number":
        if isinstance(params, int):
            sys.exit(params)
        write(result(question))
    elif mode == "kills itself":
        os.kill(os.getpid(), params)
    elif mode == "exits after the answer":
        write(result(question))
        sys.exit(0)
    elif mode == "dies in the middle":
        write(result(question)[:-5])
        sys.exit(1)
    elif mode == "floods stdout":
        while True:
            write(b"\n" * 65536)
    elif mode == "floods stderr":
        for _ in range(64):
            os.write(2, b"noise\n" * 10922)
        write(result(question))
    elif mode == "floods stderr for ever":
        while True:
            os.write(2, b"x" * 65536)
    elif mode == "writes to stderr":
        os.write(2, params.encode("utf-8", "surrogateescape"))
        write(line(id=question["id"], result={"match": None}))
        sys.exit(0)
    elif mode == "another id":
        write(line(id=question["id"] + 7, result={"match": None}))
        rest()
    elif mode == "raw":
        write(params.replace("ID", str(question["id"])).encode())
    elif mode == "20 MB":
        write(b'{"' + b"x" * 20_000_000 + b'"}\n')
        rest()
    elif mode == "1 MiB":
        front = b'{"jsonrpc":"2.0","id":%d,"result":{"match":"' % question["id"]
        write(front + b"x" * ((1 << 20) - len(front) - 3 + params) + b'"}}\n')
    elif mode == "two writes":
        answer = result(question)
        write(answer[:20])
        time.sleep(0.02)
        write(answer[20:])
    elif mode == "child keeps the pipe" or mode == "stranger keeps the pipe":
        if os.fork() == 0:
            if mode == "stranger keeps the pipe":
                os.setsid()
                signal.alarm(5)
            note("child %d" % os.getpid())
            rest()
        os._exit(4)
    elif mode == "out of order":
        held.append(question)
        if len(held) == 3:
            for one in reversed(held):
                write(result(one))
            held = []
    elif mode == "waits for eight":
        held.append(question)
        if len(held) == 8:
            note("more than eight" if select.select([0], [], [], 0.05)[0] else "eight")
            for one in held:
                write(result(one))
            held = []
    elif mode == "waits for null":
        held.append(question)
        if params is None:
            write(b"".join(result(one) for one in held))
            held = []
    elif mode == "twice":
        write(result(question) * 2)
        rest()
    elif mode == "error":
        write(line(id=question["id"], error=params))
    elif mode == "closes stdout" or mode == "closes stdout and ends":
        os.close(1)
        if mode == "closes stdout and ends":
            time.sleep(0.03)
            sys.exit(5)
        rest()
    elif mode == "cannot be woken":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif mode == "tells its state":
        limit = 4096
        descriptors = []
        for number in range(limit):
            try:
                os.fstat(number)
                descriptors.append(number)
            except OSError:
                pass
        blocked = sorted(int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, []))
        # Python itself ignores SIGPIPE and SIGXFSZ, and handles SIGINT.
        handled = {signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGKILL, signal.SIGSTOP}
        ignored = sorted(
            int(number)
            for number in signal.valid_signals()
            if number not in handled and signal.getsignal(number) == signal.SIG_IGN
        )
        state = [descriptors, blocked, ignored, os.getpgid(0) == os.getpid(), os.getcwd()]
        write(line(id=question["id"], result={"match": state}))
    else:
        write(result(question))
