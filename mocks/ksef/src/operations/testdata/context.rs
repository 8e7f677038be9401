//! `POST /testdata/context/block`, `/testdata/context/unblock`: logins to a blocked context end with 480.

use poligon_institution::{Refused, Response};

use super::done;
use crate::desk::Call;
use crate::identity::Identifier;
use crate::operations::auth::ksef_token::{CONTEXTS, identifier};
use crate::wire::json::Body;

/// Blocks a context.
///
/// # Errors
/// 21001, 21405.
pub fn block(call: &mut Call<'_>) -> Result<Response, Refused> {
    if let Some(context) = context(call)? {
        call.desk.state().permissions.block(context);
    }
    Ok(done())
}

/// Opens it again.
///
/// # Errors
/// 21001, 21405.
pub fn unblock(call: &mut Call<'_>) -> Result<Response, Refused> {
    if let Some(context) = context(call)? {
        call.desk.state().permissions.unblock(&context);
    }
    Ok(done())
}

fn context(call: &mut Call<'_>) -> Result<Option<Identifier>, Refused> {
    let body = Body::of(call)?;
    let context = identifier(&body.root().field("contextIdentifier").required(), CONTEXTS);
    body.finish(call)?;
    Ok(context)
}
