"""Set the document that a Typst file makes of what comes in, as PDF/UA-1, and end.

Run by `hubsite.pdf`, apart: Typst keeps 80 MB of fonts and results wherever it has run.
"""

import sys

import typst

source, data = sys.argv[1], sys.stdin.buffer.read().decode()
document = typst.compile(
    source,
    sys_inputs={"data": data},
    pdf_standards=["ua-1"],
    ignore_system_fonts=True,
)
sys.stdout.buffer.write(document)
