use proptest::prelude::*;

use super::*;

/// The elements as an outline, text as it is.
fn outline(html: &str) -> String {
    let dom = Dom::parse(html);
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let body = dom.named("body").next().expect("a body");
    for node in dom.descendants(body) {
        while open.last().is_some_and(|&at| node >= dom.end(at)) {
            open.pop();
            out.push(')');
        }
        match dom.own_text(node) {
            Some(text) => out.push_str(text),
            None => {
                out.push_str(dom.name(node));
                if dom.end(node) > node + 1 {
                    out.push('(');
                    open.push(node);
                }
            }
        }
    }
    out.extend(open.iter().map(|_| ')'));
    out
}

#[test]
fn what_an_elements_start_closes() {
    assert_eq!(outline("<p>a<p>b<div>c</div>d"), "p(a)p(b)div(c)d");
    assert_eq!(outline("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>"), "ul(li(a)li(bul(li(c)))li(d))");
    assert_eq!(outline("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a)dd(b)dt(c))");
    assert_eq!(outline("<a>x<a>y</a>z"), "a(x)a(y)z");
    assert_eq!(outline("<h2>a<h3>b</h3>c"), "h2(a)h3(b)c");
}

#[test]
fn rows_and_cells_get_what_they_lack() {
    assert_eq!(
        outline("<table><tr><td>a<td>b<tr><th>c</table>d"),
        "table(tbody(tr(td(a)td(b))tr(th(c))))d"
    );
    assert_eq!(
        outline("<table><td>a<table><tr><td>b</table>c</table>d"),
        "table(tbody(tr(td(atable(tbody(tr(td(b))))c))))d"
    );
    assert_eq!(outline("<div><td>a</td></div>"), "div(a)");
}

#[test]
fn end_tags_across_blocks() {
    // The link ends with the block that it reached into.
    assert_eq!(outline("<div><a>x<h3>y</a></h3>z</div>"), "div(a(xh3(y))z)");
    assert_eq!(outline("<p>a</div>b</p>c"), "p(ab)c");
    assert_eq!(outline("<div><span>a</div>b</span>c"), "div(span(a))bc");
    assert_eq!(outline("<table><tr><td></div>a</table>"), "table(tbody(tr(td(a))))");
}

#[test]
fn a_page_without_head_and_body_has_both() {
    let dom = Dom::parse("<title>A &amp; B</title><meta name=x content='1 &lt; 2'><P CLASS=q>c");
    let names: Vec<&str> = dom.elements().map(|node| dom.name(node)).collect();
    assert_eq!(names, ["html", "head", "title", "meta", "body", "p"]);
    let title = dom.named("title").next().map(|node| dom.line(node));
    assert_eq!(title.as_deref(), Some("A & B"));
    let meta = dom.named("meta").next().and_then(|node| dom.attr(node, "content"));
    assert_eq!(meta, Some("1 < 2"));
    let paragraph = dom.named("p").next().and_then(|node| dom.attr(node, "class"));
    assert_eq!(paragraph, Some("q"));
}

#[test]
fn what_only_a_browser_needs_is_left_out() {
    let html = "<script>a('<p>')</script><style>p{}</style><p>x<svg><path></svg><!-- c -->y\
                <noscript><img></noscript><template><p>t</template><iframe src=/v>f</iframe>z";
    assert_eq!(outline(html), "p(xyiframez)");
    let data = Dom::parse("<script type='application/ld+json'>{\"a\":\"<b>\"}</script>");
    let script = data.named("script").next().expect("a script");
    assert_eq!(data.own_text(script + 1), Some("{\"a\":\"<b>\"}"));
    // What is never closed swallows nothing.
    assert_eq!(outline("<p>a<template><p>b"), "p(a)p(b)");
}

#[test]
fn limits_hold_and_are_told() {
    let limits = Limits { depth: 5, attributes: 2, elements: 20, bytes: 1_000 };
    let of = |html: &str| Dom::parse_within(html, limits);
    let (deep, warnings) = of("<div><div><div><div><div>x");
    assert_eq!((deep.named("div").count(), warnings.len()), (3, 1));
    assert!((1..deep.len()).any(|node| deep.own_text(node) == Some("x")));
    assert_eq!(of("<p a=1 b=2 c=3>x").1.len(), 1);
    assert_eq!(of(&"<i></i>".repeat(30)).1.len(), 1);
    assert_eq!(of(&"<p>ten letters".repeat(200)).1.len(), 2);
    assert!(of("<p a=1>x</p>").1.is_empty());
}

proptest! {
    /// Whatever the page: elements lie within their parents, all text is there.
    #[test]
    fn nodes_nest(html in "(<(/?(p|div|a|b|li|ul|table|tr|td|h1|svg|form|select)|br|!--|x y=z)>|[a-d&; ]){0,60}") {
        let dom = Dom::parse(&html);
        for node in 1..dom.len() {
            let parent = dom.parent(node);
            prop_assert!(parent < node);
            prop_assert!(dom.end(node) > node && dom.end(node) <= dom.end(parent));
        }
        prop_assert_eq!(dom.named("body").count(), 1);
    }
}
