// Every page of a signed-in person, by name.

import { until } from "./browser.mjs";

/** The paths of the pages; those of one article, story, feed are found where a person finds them. */
export async function everyPage(page) {
  await page.goto("/");
  const first = (selector) => page.locator(selector).first().getAttribute("href");
  // An address may say which list it was opened from.
  const article = (await first('main a[href^="/article/"]')).split("?")[0];
  const outlet = await first('main a[href^="/outlet/"]');
  const section = await first('a[href^="/section/"]');
  const story = await first('main a[href^="/story/"]');
  const said = await whoSaid(page);
  await page.goto("/feeds");
  const link = await page.locator('main a[href^="/feeds/"]').evaluateAll((links) =>
    links.map((link) => link.getAttribute("href")).find((href) => /^\/feeds\/\d+/.test(href)),
  );
  const feed = link.match(/^\/feeds\/\d+/)[0];
  return {
    front: "/",
    article,
    feeds: "/feeds",
    unread: "/unread",
    starred: "/starred",
    story,
    ...said,
    stories: "/stories",
    section,
    folder: section.replace("/section/", "/folder/"),
    outlet,
    why: "/?why=1",
    changes: `${article}/changes`,
    search: "/search?q=ferry",
    search_help: "/search",
    nothing_found: "/search?q=xyzzyxyzzy",
    searches: "/searches",
    alerts: "/alerts",
    rules: "/rules",
    sites: "/sites",
    feed,
    feed_settings: `${feed}/settings`,
    feed_remove: `${feed}/remove`,
    feeds_out: "/feeds/out?kind=front",
    move_in: "/feeds/move-in",
    saving: "/saving",
    clip: "/clip?url=https%3A%2F%2Fa.example%2Fx",
    classic: "/classic",
    classic_feed: `/classic${feed.replace("feeds", "feed")}`,
    article_of_list: `${article}?in=all&order=old`,
    keys: "/keys",
    offline: "/offline",
    account: "/account",
    statistics: "/statistics",
    users: "/users",
    publish: "/publish",
    packs: "/feeds/packs",
    admin: "/admin",
    admin_feeds: "/admin/feeds",
    admin_jobs: "/admin/jobs",
    admin_storage: "/admin/storage",
    admin_backups: "/admin/backups",
    admin_log: "/admin/log",
    admin_settings: "/admin/settings",
    admin_doctor: "/admin/doctor",
    about: "/about",
    missing: "/no/such/page",
  };
}

/** An article with what is said in it, its story, one of those who speak, and what they say. */
async function whoSaid(page) {
  const found = async (selector) => {
    const link = page.locator(selector).first();
    return (await link.count()) > 0 ? link.getAttribute("href") : null;
  };
  let article;
  await until(page, "/search?q=said:Dahl+drones", async () => {
    article = await found("main a[href^='/article/']");
    return article !== null;
  });
  const article_said = `${article.split("?")[0]}?said=1`;
  let person;
  await until(page, article_said, async () => {
    person = await found("#who-said a[href^='/person/']");
    return person !== null;
  });
  const statement = await found("#who-said a[href^='/statements/']");
  const story_said = await found(".in-story a");
  return { article_said, story_said, person, statement };
}
