"""docs/deployment.md, played on a machine of its own: what it says under each heading is done as it stands there."""

from __future__ import annotations

from stage import ROOT, Stage, instead_of_pip
from told_steps import blocks_of
from unit_file import Unit

PAGE = ROOT / "docs" / "deployment.md"
UNITS = ROOT / "contrib" / "systemd"
FROM_THE_INDEX = "/opt/tracker/$release/bin/pip install '.[postgres]'"
OUTSIDE = 'host = "smtp.example.org"\nsecurity = "starttls"'
LEDGER, BACKUPS = "/var/lib/tracker/sent.ledger", "/var/lib/tracker/backups"
UNTIL_SENT = """
left() {{ cat {ledger} 2>/dev/null | grep -c '"sent"' || true; }}
before=$(left)
{service} &
service=$!
for _ in $(seq 600); do
    test "$(left)" = "$before" || break
    kill -0 $service
    sleep 0.1
done
kill -TERM $service
wait $service
test "$(left)" != "$before"
"""


class House:
    """The machine on which the page is played, section by section."""

    def __init__(self, stage: Stage, port: int) -> None:
        self.stage, self._port = stage, port

    def play(self, *headings: str) -> str:
        """What the commands under these headings said; the files told there are written as they stand."""
        told = [block for heading in headings for block in blocks_of(PAGE) if block.heading == heading]
        said = ""
        for block in told:
            if block.file is not None:
                self.stage.write(block.file, self._on_this_machine(block.text))
            elif block.language == "sh":
                said += self.stage.run(block.text.replace(FROM_THE_INDEX, instead_of_pip()))
        return said

    def install(self) -> None:
        """Up to the first reader, for a user who has no home that is there."""
        self.play("User and folders")
        self.stage.run("usermod --home /nonexistent tracker")
        self.play("The program", "The database", "Settings", "The command", "The services")
        self.stage.run("printf geheim > /etc/tracker/mail-password")
        self.play("Mail")

    def serve_until_sent(self) -> str:
        """The service runs until a letter left, and is stopped."""
        service = Unit.read(UNITS / "tracker.service").script
        return self.stage.run(UNTIL_SENT.format(ledger=LEDGER, service=service))

    def start(self, unit: str) -> str:
        """A service that ends by itself."""
        return self.stage.run(Unit.read(UNITS / unit).script)

    def _on_this_machine(self, settings: str) -> str:
        """The mail server is ours, and what happens goes at once."""
        server = f'host = "127.0.0.1"\nport = {self._port}\nsecurity = "none"'
        assert OUTSIDE in settings
        return settings.replace(OUTSIDE, server).replace("[letters]", "[letters]\ngroup_wait_minutes = 0")
