//! Code pages that Polish text goes through by mistake: UTF-8 bytes read as one of them and written again („mojibake”).

/// A code page: its name and the characters of bytes 80–FF. Bytes without a character stand for the control of that number.
pub(super) struct Codepage {
    pub(super) name: &'static str,
    high: &'static str,
}

/// The usual ones.
pub(super) const ALL: [Codepage; 4] = [
    Codepage {
        name: "Windows-1250",
        high: "€\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Codepage {
        name: "ISO-8859-2",
        high: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    },
    Codepage {
        name: "Windows-1252",
        high: "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
    Codepage {
        name: "ISO-8859-1",
        high: "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    },
];

impl Codepage {
    /// The text that was UTF-8 before it was read as this code page; `None` when it was not.
    pub(super) fn undone(&self, text: &str) -> Option<String> {
        if text.is_ascii() {
            return None;
        }
        let mut bytes = Vec::with_capacity(text.len());
        for c in text.chars() {
            bytes.push(match u8::try_from(u32::from(c)) {
                Ok(ascii) if ascii < 0x80 => ascii,
                _ => u8::try_from(self.high.chars().position(|high| high == c)? + 0x80).ok()?,
            });
        }
        String::from_utf8(bytes).ok()
    }

    /// Bytes of this code page as text.
    pub(super) fn decoded(&self, bytes: &[u8]) -> String {
        let high: Vec<char> = self.high.chars().collect();
        bytes
            .iter()
            .map(|byte| match usize::from(*byte).checked_sub(0x80) {
                None => char::from(*byte),
                Some(at) => high.get(at).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
            })
            .collect()
    }
}
