"""``manage.py bench``: prints what the lab costs, beside what it may cost."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nodeport_lab.lab import bench, bench_browser, bench_packets


class Command(BaseCommand):
    """Measure and print."""

    help = "Measure speed and size on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--times."""
        parser.add_argument("--times", type=int, default=100, help="runs of each (default: 100)")

    def handle(self, *args: Any, times: int, **options: Any) -> None:
        """Memory first: what the rest leaves behind would hide it."""
        self._line("memory for one more workspace", bench.memory_per_workspace(times), 1, "MB")
        self._line("apply of two manifests, simulation alone", bench.apply_in_simulation(times), 3, "ms")
        self._line("verdict on two manifests, in process", bench.verdict(bench.example(), times), 1.5, "ms")
        many = bench.verdict(bench.many_documents(100), max(times // 10, 1))
        self._line("verdict on a file of 100 documents", many, 100, "ms")
        with bench.server() as url:
            empty, applied, sent = bench.latencies(url, times)
            weight, requests = bench.page_weight(url)
            felt = bench_browser.felt(url, min(times, 40))
        self._line("empty view (the idle reference)", empty, None, "ms")
        self._line("apply over HTTP, with snapshot", applied, 3 * empty + 10, "ms")
        self._line("send over HTTP, with trace and snapshot", sent, 3 * empty + 10, "ms")
        self._line(f"page ready to use, {requests} requests, compressed", weight / 1024, 300, "KB")
        if felt is None:
            self.stdout.write("in the browser: not measured, there is no Chromium or no playwright")
        else:
            self._line("Ctrl+Enter to the changed drawing, p95, in Chromium", felt.redraw, 100, "ms")
            self._line("frame of an empty page, p95 (the idle reference)", felt.idle, None, "ms")
            for what, frame in (
                ("while requests stream at 50/s", felt.frame),
                ("20 nodes, 60 pods, a packet plays", felt.packet),
                ("20 nodes, 60 pods, 50 requests/s", felt.crowd),
                ("the same in a rolling update", felt.rollout),
            ):
                self._line(f"frame {what}, p95", frame, 1.2 * felt.idle, "ms")
        self._line("one trace with all branches", bench_packets.article_trace(times), 1, "ms")
        for mode in bench_packets.MODES:
            for size in bench_packets.SIZES:
                self._growth(bench_packets.growth(size, mode))

    def _growth(self, row: bench_packets.Growth) -> None:
        """What grows is limited at 1,000 Services; a trace in iptables mode grows by its nature."""
        limited = row.services == 1000
        what = f"{row.services} Services, {row.mode}"
        self._line(f"{what}: rules of one node", row.first, 1000 if limited else None, "ms")
        self._line(f"{what}: after one change", row.change, 20 if limited else None, "ms")
        by_map = limited and row.mode == "nftables"
        self._line(f"{what}: one trace", row.trace, 5 if by_map else None, "ms")

    def _line(self, what: str, value: float, limit: float | None, unit: str) -> None:
        verdict = (
            "" if limit is None else f"  limit {limit:7.2f} {unit}  {'ok' if value <= limit else 'OVER'}"
        )
        self.stdout.write(f"{what:<53}{value:8.2f} {unit}{verdict}")
