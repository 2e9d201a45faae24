"""Neo4j Browser at `/browser/` of our own service, signed in and set up by one link.

    browser = Browser(jar, bolt_port=7687, username="neo4j", password=password, version="2026.09.0",
                      allowed_hosts=settings.allowed_hosts)
    Starlette(routes=[*browser.routes, …])
    print(browser.new_link("http://127.0.0.1:8000"))

`jar` serves the files, `links` makes and redeems the one-time links, `seed` says what a signed-in Browser
finds in its storage, `style` how nodes and relationships look, `door` puts these on routes.
"""

from schema.server.browser.links import Links
from schema.server.browser.routes import Browser

__all__ = ["Browser", "Links"]
