//! Boxes and sessions.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::Trouble;

/// A box and its rules.
#[derive(Debug, Args)]
pub(super) struct SetBox {
    /// Its address: /gmina/domyslna
    address: String,
    /// It takes XML only
    #[arg(long)]
    xml_only: bool,
    /// It asks for a signature on the document
    #[arg(long)]
    signed: bool,
    /// It asks for a document of a known template
    #[arg(long)]
    template: bool,
    /// What comes to it is sent to this address instead of waiting for pull
    #[arg(long, value_name = "URL")]
    push: Option<String>,
    /// What it answers at once
    #[arg(long, default_value = "upp")]
    answer: AnswerWord,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AnswerWord {
    /// A document
    Document,
    /// Nothing
    None,
    /// A status
    Status,
    /// A signed UPP
    Upp,
}

/// Whose session.
#[derive(Debug, Args)]
pub(super) struct Session {
    /// Identifier of the podmiot
    #[arg(long)]
    podmiot: String,
}

impl SetBox {
    pub(super) fn body(&self) -> Result<Value, Trouble> {
        let word = self.answer.to_possible_value();
        let answer = word.ok_or_else(|| Trouble::bad("--answer: no such answer"))?.get_name().to_owned();
        let mode = match &self.push {
            Some(url) => json!({ "push": url }),
            None => json!("pull"),
        };
        Ok(json!({
            "address": self.address,
            "rules": {
                "mode": mode,
                "xml_only": self.xml_only,
                "signature_required": self.signed,
                "template_required": self.template,
                "auto_answer": answer,
            },
        }))
    }
}

impl Session {
    pub(super) fn body(&self) -> Value {
        json!({ "podmiot": self.podmiot })
    }
}
