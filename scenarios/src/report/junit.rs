//! The report as JUnit XML, in the shape of the schema that Jenkins publishes (junit-10.xsd): a suite for each folder of
//! scenarios, a case for each scenario. Fail is a failure, inconclusive an error, not exercised is skipped. No times: nothing
//! in a report is measured.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::text::{cut, exchange_line, folder, kind, line, mode, sign, telling, troubled, visible, why};
use super::{Report, ScenarioReport, Verdict};

/// Characters of a message, and of the text of one case: a CI server shows these, it does not archive messages.
const MOST_MESSAGE: usize = 500;
const MOST_TEXT: usize = 16_000;

type Xml = Writer<Vec<u8>>;

/// The report as a JUnit XML document.
pub fn junit(report: &Report) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = document(&mut xml, report);
    let mut text = String::from_utf8(xml.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn document(xml: &mut Xml, report: &Report) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut suites: BTreeMap<&str, Vec<&ScenarioReport>> = BTreeMap::new();
    for scenario in &report.scenarios {
        suites.entry(folder(&scenario.name).0).or_default().push(scenario);
    }
    let count = |verdict| report.count(verdict).to_string();
    xml.create_element("testsuites")
        .with_attribute(("name", "poligon"))
        .with_attribute(("tests", report.scenarios.len().to_string().as_str()))
        .with_attribute(("failures", count(Verdict::Fail).as_str()))
        .with_attribute(("errors", count(Verdict::Inconclusive).as_str()))
        .write_inner_content(|xml| {
            suites.iter().try_for_each(|(name, scenarios)| suite(xml, report, name, scenarios))
        })?;
    Ok(())
}

fn suite(xml: &mut Xml, report: &Report, name: &str, scenarios: &[&ScenarioReport]) -> io::Result<()> {
    let count = |verdict| scenarios.iter().filter(|one| one.verdict == verdict).count().to_string();
    xml.create_element("testsuite")
        .with_attribute(("name", line(name).as_str()))
        .with_attribute(("tests", scenarios.len().to_string().as_str()))
        .with_attribute(("failures", count(Verdict::Fail).as_str()))
        .with_attribute(("errors", count(Verdict::Inconclusive).as_str()))
        .with_attribute(("skipped", count(Verdict::NotExercised).as_str()))
        .write_inner_content(|xml| {
            xml.create_element("properties").write_inner_content(|xml| {
                property(xml, "poligon", &report.poligon)?;
                property(xml, "mode", &mode(&report.mode))
            })?;
            scenarios.iter().try_for_each(|scenario| case(xml, scenario))
        })?;
    Ok(())
}

fn property(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    let value = cut(&line(value), MOST_MESSAGE);
    xml.create_element("property")
        .with_attribute(("name", name))
        .with_attribute(("value", value.as_str()))
        .write_empty()?;
    Ok(())
}

fn case(xml: &mut Xml, scenario: &ScenarioReport) -> io::Result<()> {
    let (folder, name) = folder(&scenario.name);
    xml.create_element("testcase")
        .with_attribute(("classname", line(folder).as_str()))
        .with_attribute(("name", line(name).as_str()))
        .write_inner_content(|xml| {
            let element = match scenario.verdict {
                Verdict::Pass => None,
                Verdict::Fail => Some("failure"),
                Verdict::NotExercised => Some("skipped"),
                Verdict::Inconclusive => Some("error"),
            };
            if let Some(element) = element {
                let message = cut(&why(scenario), MOST_MESSAGE);
                xml.create_element(element)
                    .with_attribute(("type", scenario.verdict.word()))
                    .with_attribute(("message", message.as_str()))
                    .write_text_content(BytesText::new(&cut(&details(scenario), MOST_TEXT)))?;
            }
            let about = about(scenario);
            xml.create_element("system-out").write_text_content(BytesText::new(&about))?;
            Ok(())
        })?;
    Ok(())
}

/// Each line that did not pass, with its reasons, and what was refused in the exchanges that it rests on.
fn details(scenario: &ScenarioReport) -> String {
    let mut text = String::new();
    // Writing to a String does not fail; here and below.
    if let Some(reason) = &scenario.reason {
        let _ = writeln!(text, "{}", visible(reason));
    }
    for judged in troubled(scenario) {
        let (file, what) = (line(&scenario.file), line(&judged.what));
        let _ =
            writeln!(text, "{} {file}:{} {} {what}", sign(judged.verdict), judged.line, kind(judged.kind));
        for reason in &judged.reasons {
            let _ = writeln!(text, "    {}", line(reason));
        }
        for exchange in scenario.exchanges.iter().filter(|one| judged.exchanges.contains(&one.number)) {
            let _ = writeln!(text, "    {}", exchange_line(exchange));
            for finding in telling(exchange) {
                let _ = writeln!(text, "      {} {}", finding.check.id, line(finding.check.title));
            }
        }
    }
    text
}

fn about(scenario: &ScenarioReport) -> String {
    let title = cut(&line(&scenario.title), MOST_MESSAGE);
    format!("{title}\nfile {}\nseed {}\n", cut(&line(&scenario.file), MOST_MESSAGE), scenario.seed)
}
