"""The benchmark behind `scripts/bench`: makes a site, builds it with each program, checks the work, measures.

    plan ──▶ content ──▶ guidepost_site, hugo_site ──▶ sameness ──▶ measure ──▶ report
    what is on each page   files both programs read     exits 1     in turn     the table
"""
