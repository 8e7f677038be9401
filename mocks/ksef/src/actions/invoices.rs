//! Sending invoices, from the client side: sample invoices of our own writing, and the JSON bodies that open a session and
//! send an invoice in it. Random bytes are arguments.

use poligon_crypto::cipher::{self, CipherError};
use serde_json::{Value, json};
use time::{Date, OffsetDateTime};

use crate::invoice::{Amount, Form};
use crate::wire::moment;
use crate::wire::patterns::{sha256_base64, to_base64};

/// What stands on a sample invoice. The parties should be of the made-up country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// FA(2) or FA(3).
    pub form: Form,
    /// P_2.
    pub number: String,
    /// P_1.
    pub issue_date: Date,
    /// DataWytworzeniaFa.
    pub created: OffsetDateTime,
    /// NIP of the seller.
    pub seller_nip: String,
    /// NIP of the buyer.
    pub buyer_nip: String,
    /// What is sold, without tax.
    pub net: Amount,
    /// The tax at 23 %.
    pub vat: Amount,
}

/// Key and vector of a session, with the key wrapped for KSeF.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionKey {
    /// 32 bytes.
    pub key: [u8; 32],
    /// 16 bytes.
    pub vector: [u8; 16],
    /// The key, wrapped with RSA-OAEP.
    pub wrapped: Vec<u8>,
}

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionKey").finish_non_exhaustive()
    }
}

impl Sample {
    /// A sample of FA(3) with one line of 100.00 and 23.00 of tax.
    pub fn new(number: &str, seller_nip: &str, buyer_nip: &str, now: OffsetDateTime) -> Self {
        Self {
            form: Form::Fa3,
            number: number.to_owned(),
            issue_date: moment::warsaw_day(now),
            created: now,
            seller_nip: seller_nip.to_owned(),
            buyer_nip: buyer_nip.to_owned(),
            net: Amount::hundredths(10_000),
            vat: Amount::hundredths(2_300),
        }
    }

    /// The invoice as XML, valid against the official schema of its form.
    pub fn xml(&self) -> String {
        let gross: Amount = [self.net, self.vat].into_iter().sum();
        let variant = match self.form {
            Form::Fa2 => "2",
            Form::Fa3 => "3",
        };
        // FA(3) asks whether the buyer is a part of local government or of a VAT group.
        let buyer_flags = match self.form {
            Form::Fa2 => "",
            Form::Fa3 => "\n    <JST>2</JST>\n    <GV>2</GV>",
        };
        let created = self.created.to_offset(time::UtcOffset::UTC);
        let created = format!(
            "{}T{:02}:{:02}:{:02}Z",
            created.date(),
            created.hour(),
            created.minute(),
            created.second()
        );
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="{namespace}">
  <Naglowek>
    <KodFormularza kodSystemowy="{system_code}" wersjaSchemy="1-0E">FA</KodFormularza>
    <WariantFormularza>{variant}</WariantFormularza>
    <DataWytworzeniaFa>{created}</DataWytworzeniaFa>
    <SystemInfo>Poligon</SystemInfo>
  </Naglowek>
  <Podmiot1>
    <DaneIdentyfikacyjne>
      <NIP>{seller}</NIP>
      <Nazwa>Ćwiczebna Wytwórnia Przykładów</Nazwa>
    </DaneIdentyfikacyjne>
    <Adres>
      <KodKraju>PL</KodKraju>
      <AdresL1>ul. Zmyślona 1</AdresL1>
      <AdresL2>00-000 Nibylandia</AdresL2>
    </Adres>
  </Podmiot1>
  <Podmiot2>
    <DaneIdentyfikacyjne>
      <NIP>{buyer}</NIP>
      <Nazwa>Ćwiczebny Odbiorca Przykładów</Nazwa>
    </DaneIdentyfikacyjne>
    <Adres>
      <KodKraju>PL</KodKraju>
      <AdresL1>ul. Zmyślona 2</AdresL1>
      <AdresL2>00-000 Nibylandia</AdresL2>
    </Adres>{buyer_flags}
  </Podmiot2>
  <Fa>
    <KodWaluty>PLN</KodWaluty>
    <P_1>{issue_date}</P_1>
    <P_2>{number}</P_2>
    <P_13_1>{net}</P_13_1>
    <P_14_1>{vat}</P_14_1>
    <P_15>{gross}</P_15>
    <Adnotacje>
      <P_16>2</P_16>
      <P_17>2</P_17>
      <P_18>2</P_18>
      <P_18A>2</P_18A>
      <Zwolnienie>
        <P_19N>1</P_19N>
      </Zwolnienie>
      <NoweSrodkiTransportu>
        <P_22N>1</P_22N>
      </NoweSrodkiTransportu>
      <P_23>2</P_23>
      <PMarzy>
        <P_PMarzyN>1</P_PMarzyN>
      </PMarzy>
    </Adnotacje>
    <RodzajFaktury>VAT</RodzajFaktury>
    <FaWiersz>
      <NrWierszaFa>1</NrWierszaFa>
      <P_7>Przykład ćwiczebny</P_7>
      <P_8A>szt.</P_8A>
      <P_8B>1</P_8B>
      <P_9A>{net}</P_9A>
      <P_11>{net}</P_11>
      <P_12>23</P_12>
    </FaWiersz>
  </Fa>
</Faktura>
"#,
            namespace = self.form.namespace(),
            system_code = self.form.system_code(),
            seller = escaped(&self.seller_nip),
            buyer = escaped(&self.buyer_nip),
            issue_date = self.issue_date,
            number = escaped(&self.number),
            net = self.net,
            vat = self.vat,
        )
    }
}

impl SessionKey {
    /// Wraps a key for KSeF's public key (SPKI, DER). All bytes are the caller's.
    ///
    /// # Errors
    /// When the public key is no RSA key that can hold 32 bytes.
    pub fn wrap(
        key: [u8; 32],
        vector: [u8; 16],
        spki: &[u8],
        padding: [u8; 32],
    ) -> Result<Self, CipherError> {
        Ok(Self { key, vector, wrapped: cipher::rsa_oaep_seal(spki, &key, padding)? })
    }

    /// The body of `POST /sessions/online`.
    pub fn open_body(&self, form: Form) -> Value {
        json!({
            "formCode": form.code(),
            "encryption": {
                "encryptedSymmetricKey": to_base64(&self.wrapped),
                "initializationVector": to_base64(&self.vector),
            },
        })
    }

    /// The body of `POST /sessions/online/{referenceNumber}/invoices`.
    ///
    /// # Errors
    /// Never with a key of this type; the cipher says so all the same.
    pub fn send_body(&self, invoice: &[u8]) -> Result<Value, CipherError> {
        let ciphertext = cipher::aes256_cbc_encrypt(&self.key, &self.vector, invoice)?;
        Ok(json!({
            "invoiceHash": sha256_base64(invoice),
            "invoiceSize": invoice.len(),
            "encryptedInvoiceHash": sha256_base64(&ciphertext),
            "encryptedInvoiceSize": ciphertext.len(),
            "encryptedInvoiceContent": to_base64(&ciphertext),
            "offlineMode": false,
        }))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
