//! FileRepoService: uploadFile, downloadFile (spec §2.4).

use poligon_institution::Evidence;
use poligon_institution::Provenance::Official;
use poligon_soap::QName;

use super::services::{Op, Run};
use crate::checks::files as rules;
use crate::desk::{Call, Caller, Outcome, Reply};
use crate::knobs;
use crate::state::files::{Stored, bare_id};
use crate::wire::filerepo;
use crate::wire::names::FR;

/// The operations.
pub static OPS: &[Op] = &[
    Op {
        name: "epuap.filerepo.uploadFile",
        request: QName::new(FR, "UploadFileParam"),
        action: "",
        provenance: Official,
        run: Run::Signed(upload),
        status: None,
    },
    Op {
        name: "epuap.filerepo.downloadFile",
        request: QName::new(FR, "DownloadFileParam"),
        action: "",
        provenance: Official,
        run: Run::Signed(download),
        status: None,
    },
];

fn upload(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let read = filerepo::read_upload(call.body());
    let upload = call.shaped(read)?;
    call.own_podmiot(caller, "subject", &upload.subject)?;
    let most = usize::try_from(knobs::FILE_BYTES.number(&call.desk.sandbox.settings)).unwrap_or(usize::MAX);
    let size = upload.file.len();
    call.exam.require(&rules::SIZE.check, size <= most, || {
        vec![Evidence::values("bytes of the file", format!("at most {most}"), size.to_string())]
    })?;
    let id = call.desk.streams.files.uuid();
    let stored = Stored {
        subject: caller.podmiot.clone(),
        name: upload.name,
        mime: upload.mime,
        encoding: upload.encoding,
        bytes: upload.file,
        at: call.now,
        downloads: 0,
    };
    let kept = call.desk.state().files.keep(id.clone(), stored);
    call.room(kept)?;
    Ok(filerepo::file_id(&id).into())
}

/// Any podmiot may fetch: the id travels in a document from one to another.
fn download(call: &mut Call<'_>, caller: &Caller) -> Outcome {
    let (id, subject) = (call.body().words("fileId"), call.body().words("subject"));
    let id = call.shaped(id)?;
    let subject = call.shaped(subject)?;
    call.own_podmiot(caller, "subject", &subject)?;
    let id = bare_id(&id).to_owned();
    let settings = &call.desk.sandbox.settings;
    let (once, parts) = (knobs::DOWNLOAD_ONCE.is_on(settings), knobs::FILE_REPLY.value(settings) == "mtom");
    let found = call.desk.state().files.find(&id).cloned();
    let file = call.exam.need(&rules::FILE.check, found, || {
        vec![Evidence::values(
            "fileId",
            "one that uploadFile answered",
            id.chars().take(100).collect::<String>(),
        )]
    })?;
    // Bytes that were let go cannot be given, however lenient the sandbox is.
    let gone = file.downloads > 0 && file.bytes.is_empty();
    call.must(&rules::ONCE, !(gone || (once && file.downloads > 0)), "the file was fetched before")?;
    call.desk.state().files.downloaded(&id, once);
    let body = filerepo::data_document(&file.name, &file.mime, file.encoding.as_ref(), |xml| {
        xml.base64("file", &file.bytes)
    });
    Ok(Reply { body, apart: parts.then_some("file") })
}
