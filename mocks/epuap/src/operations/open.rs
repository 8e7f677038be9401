//! What is answered without a SOAP call: WSDL and XSD, the servlets for browsers, the payer's page.

use http::Method;
use poligon_institution::{Examination, Operation, Request, Response};
use time::OffsetDateTime;

use super::{catalogue, servlets, wsdl};
use crate::desk::EpuapDesk;

/// Something that a request asks for without a SOAP call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// DownloadServlet.
    Download,
    /// The payer's page.
    Payment,
    /// ExternalUploadServlet.
    Upload,
    /// A WSDL or XSD.
    Wsdl,
}

/// What a request asks for; `None` when it is a call.
pub fn find(desk: &EpuapDesk, request: &Request) -> Option<Page> {
    let path = request.path.trim_end_matches('/');
    if path == servlets::DOWNLOAD_PATH {
        return Some(Page::Download);
    }
    if path == servlets::UPLOAD_PATH {
        return Some(Page::Upload);
    }
    if path.starts_with(servlets::PAYMENT_PATH) {
        return Some(Page::Payment);
    }
    let reads = matches!(request.method, Method::GET | Method::HEAD);
    (reads && wsdl::is_asked(desk, request)).then_some(Page::Wsdl)
}

impl Page {
    /// Its operation.
    pub fn operation(self) -> Option<&'static Operation> {
        catalogue::named(match self {
            Self::Download => servlets::DOWNLOAD,
            Self::Payment => servlets::PAYMENT,
            Self::Upload => servlets::UPLOAD,
            Self::Wsdl => wsdl::NAME,
        })
    }

    /// Answers it.
    pub fn answer(
        self,
        desk: &EpuapDesk,
        request: &Request,
        exam: &mut Examination,
        now: OffsetDateTime,
    ) -> Response {
        let answered = match self {
            Self::Download => servlets::download(desk, request, exam),
            Self::Payment => servlets::payment(desk, request, exam),
            Self::Upload => servlets::upload(desk, request, exam, now),
            Self::Wsdl => return wsdl::serve(desk, request),
        };
        answered.unwrap_or_else(|_| servlets::refusal(exam))
    }
}
