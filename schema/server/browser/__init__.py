"""Neo4j Browser at `/browser/`, signed in and set up by one link.

    browser = Browser(jar, bolt_port=7687, username="neo4j", password=password, version="2026.09.0",
                      sessions=Sessions(settings), links=links_folder(settings))
    Starlette(routes=[*browser.routes, …])
    print(browser.new_link("http://127.0.0.1:8000"))

`jar_files` serves its files, `sign_in_links` makes and redeems the one-time links, `local_storage` is what a
signed-in Browser finds in its localStorage, `style` how nodes and relationships look, `routes` the endpoints.
"""

from schema.server.browser.routes import Browser
from schema.server.browser.sign_in_links import SignInLinks

__all__ = ["Browser", "SignInLinks"]
