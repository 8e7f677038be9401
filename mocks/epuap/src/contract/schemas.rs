//! The schemas, as lines of [`schema`](super::schema).

/// `obiektypk.xsd`.
pub const OBIEKTY: &str = "
IdentyfikatorPodmiotuTyp = string<=100
IdentyfikatorDokumentuTyp = string
StatusTyp = kod int, komunikat string ~
WyjatekTyp = kod int, komunikat string
DaneNadawcyTyp = uzytkownik string ?, system string ?
DanePodmiotuTyp = identyfikator string, typOsoby string, imieSkrot string ?, nazwiskoNazwa string ?, nip string ?, pesel string ?, regon string ?, zgoda boolean
DokumentTyp = nazwaPliku string, typPliku string ?, zawartosc base64Binary
UzytkownikTyp = identyfikator string, typIdentyfikatora string, nazwa string
OdpowiedzSkrytkiTyp = status StatusTyp, identyfikatorDokumentu IdentyfikatorDokumentuTyp, identyfikatorUpp IdentyfikatorDokumentuTyp ?, statusOdbiorcy StatusTyp ?, zalacznik DokumentTyp ?
OdpowiedzDoreczycielaTyp = status StatusTyp, identyfikatorDokumentu IdentyfikatorDokumentuTyp ~, identyfikatorZlecenia string ~
OdpowiedzOdbiorcyTyp = status StatusTyp, zalacznik DokumentTyp ?
ZapytaniePullTyp = podmiot IdentyfikatorPodmiotuTyp, nazwaSkrytki string, adresSkrytki string
ZapytaniePullOczekujaceTyp : ZapytaniePullTyp =
ZapytaniePullPobierzTyp : ZapytaniePullTyp =
ZapytaniePullPotwierdzTyp : ZapytaniePullTyp = skrot string
OdpowiedzPullTyp = status StatusTyp
OdpowiedzPullOczekujaceTyp : OdpowiedzPullTyp = oczekujace int
OdpowiedzPullPobierzTyp : OdpowiedzPullTyp = danePodmiotu DanePodmiotuTyp, daneNadawcy DaneNadawcyTyp, dataNadania dateTime, nazwaSkrytki string, adresSkrytki string, adresOdpowiedzi string ~, czyTestowe boolean, daneDodatkowe base64Binary, dokument DokumentTyp
OdpowiedzPullPotwierdzTyp : OdpowiedzPullTyp =
ZapytanieDajUppTyp = podmiot IdentyfikatorPodmiotuTyp, nadawca UzytkownikTyp, dokument DokumentTyp
ZapytanieDajUppPrzeslijTyp = podmiot IdentyfikatorPodmiotuTyp, adresSkrytki string, adresOdpowiedzi string, dokument DokumentTyp
OdpowiedzDajUppTyp = status StatusTyp, upp DokumentTyp ?
@StatusSkrytki StatusTyp
@StatusOdbiorcy StatusTyp
@StatusDoreczyciela StatusTyp
@Wyjatek WyjatekTyp
@DaneNadawcy DaneNadawcyTyp
@DaneNadawcyAny DaneNadawcyTyp
@DanePodmiotu DanePodmiotuTyp
@DanePodmiotuAny DanePodmiotuTyp
@Dokument DokumentTyp
@UPD DokumentTyp
@DataNadania dateTime
@DataNadaniaAny dateTime
@NazwaSkrytki string
@NazwaSkrytkiAny string
@AdresSkrytki string
@AdresSkrytkiAny string
@AdresOdpowiedzi string
@AdresOdpowiedziAny string
@DaneDodatkowe base64Binary (text/xml)
@DaneDodatkoweAny base64Binary (text/xml)
@OdpowiedzSkrytki OdpowiedzSkrytkiTyp
@OdpowiedzDoreczyciela OdpowiedzDoreczycielaTyp
@OdpowiedzOdbiorcy OdpowiedzOdbiorcyTyp
@ZapytaniePullOczekujace ZapytaniePullOczekujaceTyp
@ZapytaniePullPobierz ZapytaniePullPobierzTyp
@ZapytaniePullPotwierdz ZapytaniePullPotwierdzTyp
@OdpowiedzPullOczekujace OdpowiedzPullOczekujaceTyp
@OdpowiedzPullPobierz OdpowiedzPullPobierzTyp
@OdpowiedzPullPotwierdz OdpowiedzPullPotwierdzTyp
@ZapytanieDajUpp ZapytanieDajUppTyp
@ZapytanieDajUppPrzeslij ZapytanieDajUppPrzeslijTyp
@OdpowiedzDajUpp OdpowiedzDajUppTyp
@IdentyfikatorPodmiotu IdentyfikatorPodmiotuTyp
@PodmiotOdbierajacy IdentyfikatorPodmiotuTyp
@TGSID string
@IdentyfikatorDokumentu IdentyfikatorDokumentuTyp
@IdentyfikatorSprawy string
@IdentyfikatorUpp IdentyfikatorDokumentuTyp
@CzynnoscPull short
@SkrotDokumentu string
@CzyTestowe boolean
@CzyTestoweAny boolean
@CzyProbne boolean
@TerminDoreczenia dateTime
@NazwaPliku string
@NazwaPlikuAny string
@DokumentAny anyType
";

/// `obiektyExt.xsd`.
pub const OBIEKTY_EXT: &str = "
@Dokument anyType
";

/// `filerepocore.xsd`.
pub const FILEREPO: &str = "
WyjatekTyp = kod int, komunikat string
downloadFile = file base64Binary (application/octet-stream), filename string, mimeType string, encoding string ?
downloadFileParam = fileId string, subject string
uploadFileParam = file base64Binary (application/octet-stream), filename string, mimeType string, encoding string ?, subject string
@WyjatekTyp WyjatekTyp
@fileId5 string
@deleteResult boolean
@DataDocument t:downloadFile
@UploadFileParam t:uploadFileParam
@DownloadFileParam t:downloadFileParam
";

/// The schema inside `ZarzadzanieDokumentami.wsdl`.
pub const ZARZADZANIE: &str = "
DokumentTyp = szczegolyDokumentu SzczegolyDokumentuTyp, tresc base64Binary (text/xml)
SzczegolyDokumentuTyp = id int ~, nazwa string, metadane base64Binary ~ (text/xml), idUPO int ~, nadawca NadawcaTyp ~, adresat AdresatTyp ~, dataNadania dateTime ~, dataOdebrania dateTime ~, dataUtworzenia dateTime ~, formularz FormularzTyp ~, folder string ~
ZawartoscSkladuTyp = SzczegolyDokumentuTyp SzczegolyDokumentuTyp * ~
FormularzTyp = podmiot string, nazwa string
SkladTyp = nazwa string, podmiot string
AdresatTyp = nazwa string, adres string
NadawcaTyp = nazwa string, adres string
@dodajDokument = sklad SkladTyp, dokument DokumentTyp
@dodajDokumentResponse = dodajDokumentResult int
@pobierzDokument = idDokumentu int, podmiot string ~
@pobierzDokumentResponse = pobierzDokumentResult DokumentTyp ~
@usunDokument = idDokumentu int, podmiot string ~
@usunDokumentResponse = usunDokumentResult boolean
@zawartoscSkladu = sklad SkladTyp
@zawartoscSkladuResponse = zawartoscSkladu ZawartoscSkladuTyp ~
";

/// `fecore.xsd`.
pub const FECORE: &str = "
WyjatekTyp = kod int, komunikat string
folderStatusEnum = RECEIVED|DRAFT|SENT|MYFILES
document = id long, documentName string ?, read boolean, sendDate dateTime ?, senderOrganizationId string ?, senderOrganizationName string ?, size long, state t:folderStatusEnum ?, mimeType string ?
warehouse = id long, email string ?, name string ?, organizationId string ?
listaWarehouse = warehouseElement t:warehouse * ~
listaDocument = documentElement t:document * ~
listaDocumentId = documentList long * ~
tgsidWarehouse = tgsid string, warehouseId long
tgsidDocument = tgsid string, DocumentId long, documentDataOnly boolean [false]
tgsidApplication = tgsid string, applicationId long
tgsidDocumentFile = tgsid string, warehouseId long, document t:document, plik base64Binary ~
tgsidDocumentAndAttachmentFile = tgsid string, warehouseId long, document t:document, plik base64Binary ~, attachmentName string
paczkaPlikow = xml base64Binary ~, xslt base64Binary ~, html base64Binary ~
verificationResult = tgsid string, result base64Binary
documentPartVerificationResult = masterPart boolean, partNumber int, partName string ~, verificationResult t:verificationResult
compositeDocumentVerificationResult = verificationResult t:documentPartVerificationResult * ~
@WyjatekTyp WyjatekTyp
@tgsid string
@tgsid2 string
@Warehouse t:warehouse
@ListaDocument t:listaDocument
@ListaWarehouse t:listaWarehouse
@WarehouseId long
@DocumentId long
@ArchiveDocumentReturn string
@ListaDocumentId t:listaDocumentId
@TgsidWarehouse t:tgsidWarehouse
@TgsidDocument t:tgsidDocument
@TgsidDocument2 t:tgsidDocument
@TgsidDocument3 t:tgsidDocument
@TgsidDocument4 t:tgsidDocumentFile
@TgsidDocument5 t:tgsidDocumentFile
@TgsidDocument6 t:tgsidDocumentAndAttachmentFile
@TgsidApplication t:tgsidApplication
@PaczkaPlikow t:paczkaPlikow
@TgsidDocumentAndAttachmentFile t:tgsidDocumentAndAttachmentFile
@TgsidDocumentFile t:tgsidDocumentFile
@VerificationResult t:verificationResult
@DocumentPartVerificationResult t:documentPartVerificationResult
@CompositeDocumentVerificationResult t:compositeDocumentVerificationResult
@UsunDokument boolean
";
