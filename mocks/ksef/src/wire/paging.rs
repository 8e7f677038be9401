//! Paging: page sizes with their bounds, and continuation tokens (spec §0.2).

use poligon_institution::{Evidence, Refused};

use crate::checks::ground;
use crate::desk::Call;
use crate::wire::json;
use crate::wire::patterns;

/// Where a page starts and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Index of the first item.
    pub from: usize,
    /// Most items.
    pub size: usize,
}

/// A page by `pageSize` and the header `x-continuation-token`. Page sizes start at 10 everywhere; `most` is the list's own.
///
/// # Errors
/// 21405 when the size is out of range, 21418 when the token was not made here for this list.
pub fn continued(call: &mut Call<'_>, list: &str, most: usize) -> Result<Page, Refused> {
    let size = size(call, most)?;
    let Some(token) = call.request.header("x-continuation-token").map(str::to_owned) else {
        return Ok(Page { from: 0, size });
    };
    let from = opened(&token, list);
    let shown: String = token.chars().take(80).collect();
    let from = call.exam.need(&ground::CONTINUATION.check, from, || {
        vec![Evidence::values(
            "x-continuation-token",
            "a value of „continuationToken” of the same list",
            shown,
        )]
    })?;
    Ok(Page { from, size })
}

/// A page by `pageOffset` (counted in pages, from 0) and `pageSize`.
///
/// # Errors
/// 21405 when either is out of range.
pub fn offset(call: &mut Call<'_>, most: usize) -> Result<Page, Refused> {
    let size = size(call, most)?;
    let Some(text) = call.query("pageOffset") else { return Ok(Page { from: 0, size }) };
    match text.parse::<u32>().ok().and_then(|page| usize::try_from(page).ok()) {
        Some(page) => Ok(Page { from: page.saturating_mul(size), size }),
        None => {
            let line =
                format!("'pageOffset' must be greater than or equal to '0'. You entered {}.", short(&text));
            json::validate(call, vec![line]).map(|()| Page { from: 0, size })
        }
    }
}

/// The items of a page and the token of the next one, if there is one.
pub fn cut<T>(items: Vec<T>, page: Page, list: &str) -> (Vec<T>, Option<String>) {
    let end = page.from.saturating_add(page.size);
    let next = (items.len() > end).then(|| patterns::to_base64(format!("{list}|{end}").as_bytes()));
    (items.into_iter().skip(page.from).take(page.size).collect(), next)
}

fn size(call: &mut Call<'_>, most: usize) -> Result<usize, Refused> {
    let Some(text) = call.query("pageSize") else { return Ok(10) };
    if let Some(size) = text.parse().ok().filter(|size| (10..=most).contains(size)) {
        return Ok(size);
    }
    let line = format!("'pageSize' must be between 10 and {most}. You entered {}.", short(&text));
    json::validate(call, vec![line]).map(|()| 10)
}

fn opened(token: &str, list: &str) -> Option<usize> {
    let text = String::from_utf8(patterns::base64(token)?).ok()?;
    let (of, from) = text.split_once('|')?;
    from.parse().ok().filter(|_| of == list)
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
