"""Measure campaigns against a bare `smtplib` loop, in turn, before the same fast sink.

`make bench-newsletter` (SIZES="2000" by default, SIZES="100000" in full) starts Postfix's
`smtp-sink` and, for each engine, sends as many mails over as many connections both ways,
one after the other, three times; it prints mails a second, their ratio and the memory.
DATABASE_URL names a PostgreSQL to measure besides SQLite. docs/performance.md keeps the
results.
"""

import json
import os
import re
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from tests.worker import ROOT, fill, free_port

CONNECTIONS = 2
ROUNDS = 3
LONGEST_BARE = 20_000
FOLDERS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])


@contextmanager
def fast_sink(*options):
    """Run `smtp-sink`, which takes mail and forgets it; give its port."""
    port = free_port()
    # It gives up root, if it has it, and then wants to be told for whom.
    who = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = ["smtp-sink", *who, *options, f"127.0.0.1:{port}", "100"]
    process = subprocess.Popen(
        command, env={**os.environ, "PATH": FOLDERS}, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
                break
            except OSError:
                assert process.poll() is None, "smtp-sink ended"
                assert time.monotonic() < deadline, "smtp-sink does not answer"
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def main(sizes):
    """Measure each size on SQLite and, where DATABASE_URL names one, PostgreSQL."""
    say("engine | mails | bare smtplib/s | ours/s | ours ÷ bare | µs CPU a mail | MB")
    engines = ["sqlite", *(["postgresql"] if os.environ.get("DATABASE_URL") else [])]
    for engine in engines:
        for size in sizes:
            say(f"{engine} | {size:,} | {row(measured(engine, size))}")


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def row(result):
    return (
        f"{result['bare']:,.0f} | {result['ours']:,.0f} | {result['ratio']:.2f} | "
        f"{result['cpu']:.0f} | {result['memory']:.0f}"
    )


def measured(engine, size, rounds=ROUNDS):
    """Return what a process of its own, with a database of its own, measures."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as name, fast_sink() as port:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "BENCH_FOLDER": name,
            "BENCH_PORT": str(port),
            "MAIL_CONNECTIONS": str(CONNECTIONS),
            "MAIL_PER_CONNECTION": "0",
        }
        if engine == "sqlite":
            environment.pop("DATABASE_URL", None)
            fill(Path(name) / "bench.sqlite3")
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        # Apart, so that the memory told is the sending's alone.
        inside(environment, f"prepare({size})")
        return json.loads(inside(environment, f"compare({size}, {rounds})"))


def inside(environment, call):
    """Run a function of this module in a process of the site; return what it said."""
    code = (
        "import django; django.setup()\n"
        "from hubsite.footprint import leave_out_unused; leave_out_unused()\n"
        f"from tests.services import bench_newsletter as bench; bench.{call}"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return result.stdout


# Inside the site


def compare(size, rounds):
    """Print, as JSON, the medians of both ways, and the memory at the end of ours."""
    from newsletter.models import Delivery

    message = message_file().read_bytes()
    ours, bare, ratios, cpu = [], [], [], []
    for _round in range(rounds):
        rate = bare_loop(min(size, LONGEST_BARE), message)
        begun_cpu = time.process_time()
        ours.append(our_way())
        cpu.append((time.process_time() - begun_cpu) / size * 1e6)
        bare.append(rate)
        ratios.append(ours[-1] / rate)
        assert Delivery.objects.filter(state="sent").count() == size
    result = {
        "bare": statistics.median(bare),
        "ours": statistics.median(ours),
        "ratio": statistics.median(ratios),
        "best": max(ratios),
        "cpu": statistics.median(cpu),
        "memory": most_memory(),
    }
    say(json.dumps(result))


def most_memory():
    """Return the most MB that this process held; getrusage counts its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def prepare(size):
    """Write an issue of some 40 kB and `size` readers; keep one finished mail."""
    from newsletter import delivery, sending
    from newsletter.models import Campaign, Delivery, Subscriber

    # A database that is named may hold what a smaller size left.
    Campaign.objects.all().delete()
    Subscriber.objects.all().delete()
    issue = long_issue()
    for first in range(0, size, 2000):
        subscribe(range(first, min(first + 2000, size)))
    campaign = sending.queue_campaign(issue, user=None)
    begun = time.perf_counter()
    delivery.start(Campaign.objects.get(pk=campaign.pk))
    sys.stderr.write(f"queued {size:,} in {time.perf_counter() - begun:.1f} s\n")
    turn = delivery.Turn()
    first = Delivery.objects.order_by("pk")[0]
    one = delivery.Sender(campaign, turn.lines[0], turn)
    message = one.message(first, first.subscriber, first.subscriber.email)
    message_file().write_bytes(message)


def long_issue():
    """Return a published issue, as it is read back."""
    from wagtail.models import Locale, Page

    from newsletter.models import NewsletterIssuePage

    words = "Accompagner chacun vers les usages du numérique, pas à pas. " * 300
    issue = NewsletterIssuePage(
        title="Lettre",
        slug=f"l{time.time_ns()}",
        subject="Lettre",
        intro=f"<p>{words}</p>",
        locale=Locale.objects.get(language_code="fr"),
    )
    Page.objects.get(depth=2).add_child(instance=issue)
    issue.save_revision().publish()
    return NewsletterIssuePage.objects.get(pk=issue.pk)


def subscribe(numbers):
    """Add a reader who confirmed for each number."""
    from django.utils import timezone

    from newsletter.models import Subscriber

    Subscriber.objects.bulk_create(
        Subscriber(
            email=f"p{number}@example.org",
            status="active",
            key=str(number),
            confirmed_at=timezone.now(),
        )
        for number in numbers
    )


def message_file():
    return Path(os.environ["BENCH_FOLDER"]) / "message.eml"


def bare_loop(size, message):
    """Return mails a second of threads that do nothing but `sendmail`."""
    from django.conf import settings

    def work():
        with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as client:
            for number in range(size // CONNECTIONS):
                client.sendmail("a@example.org", [f"p{number}@example.org"], message)

    threads = [threading.Thread(target=work) for _line in range(CONNECTIONS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return size / (time.perf_counter() - begun)


def our_way():
    """Send the whole campaign as the worker does; return mails a second."""
    from newsletter import delivery
    from newsletter.models import Campaign, Delivery

    Delivery.objects.update(state="queued")
    Campaign.objects.update(state="sending")
    total, begun = 0, time.perf_counter()
    while sent := delivery.send_campaigns():
        total += sent
    return total / (time.perf_counter() - begun)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2000])
