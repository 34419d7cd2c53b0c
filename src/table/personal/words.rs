//! Header words of personal data in English, German, French, Spanish and Dutch, in lower case and without accents.

use super::Kind;

/// Kinds in the order in which they are asked, so that "email address" is e-mail and "IP address" a computer's.
const WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::Email,
        &["mail", "mails", "email", "emails", "courriel", "correo"],
    ),
    (
        Kind::BankAccount,
        &["iban", "kontonummer", "rekeningnummer"],
    ),
    (
        Kind::PaymentCard,
        &["creditcard", "kreditkarte", "kreditkartennummer", "pan"],
    ),
    (Kind::NetworkAddress, &["ip", "ipv4", "ipv6", "ipaddress"]),
    (
        Kind::Phone,
        &[
            "phone",
            "telephone",
            "tel",
            "mobile",
            "cellphone",
            "fax",
            "telefon",
            "telefonnummer",
            "handy",
            "handynummer",
            "mobil",
            "telefono",
            "movil",
            "celular",
            "telefoon",
            "telefoonnummer",
            "mobiel",
        ],
    ),
    (
        Kind::Login,
        &[
            "login",
            "username",
            "logon",
            "upn",
            "samaccountname",
            "benutzername",
            "anmeldename",
            "identifiant",
            "utilisateur",
            "usuario",
            "gebruikersnaam",
        ],
    ),
    (
        Kind::NationalId,
        &[
            "ssn",
            "nino",
            "passport",
            "sozialversicherungsnummer",
            "steuernummer",
            "steuerid",
            "ausweisnummer",
            "personalausweis",
            "reisepass",
            "passeport",
            "dni",
            "nif",
            "curp",
            "pasaporte",
            "bsn",
            "burgerservicenummer",
            "paspoort",
        ],
    ),
    (
        Kind::Birth,
        &[
            "birth",
            "birthday",
            "birthdate",
            "dob",
            "geburtsdatum",
            "geburtstag",
            "geburtsjahr",
            "naissance",
            "nacimiento",
            "geboorte",
            "geboortedatum",
            "verjaardag",
        ],
    ),
    (
        Kind::PostalAddress,
        &[
            "address",
            "street",
            "zip",
            "zipcode",
            "postcode",
            "adresse",
            "anschrift",
            "strasse",
            "plz",
            "postleitzahl",
            "wohnort",
            "rue",
            "direccion",
            "calle",
            "domicilio",
            "adres",
            "straat",
            "woonplaats",
        ],
    ),
    (
        Kind::EmployeeNumber,
        &[
            "employeeid",
            "employeenumber",
            "empid",
            "staffid",
            "badge",
            "personalnummer",
            "mitarbeiternummer",
            "matricule",
            "personeelsnummer",
            "medewerkersnummer",
        ],
    ),
    (
        Kind::Name,
        &[
            "firstname",
            "lastname",
            "fullname",
            "surname",
            "forename",
            "displayname",
            "manager",
            "supervisor",
            "vorname",
            "nachname",
            "familienname",
            "vorgesetzter",
            "vorgesetzte",
            "prenom",
            "nom",
            "superieur",
            "nombre",
            "apellido",
            "apellidos",
            "jefe",
            "voornaam",
            "achternaam",
            "naam",
            "leidinggevende",
        ],
    ),
];

/// "Name" says who only alone or beside one of these: a file, a model and a team have names too.
const WHOSE_NAME: &[&str] = &[
    "first",
    "last",
    "full",
    "given",
    "family",
    "middle",
    "display",
    "person",
    "employee",
    "developer",
    "engineer",
    "author",
    "assignee",
    "member",
    "contact",
    "owner",
    "mitarbeiter",
    "employe",
    "empleado",
    "medewerker",
];
const EMPLOYEES: &[&str] = &[
    "employee",
    "personnel",
    "staff",
    "mitarbeiter",
    "employe",
    "empleado",
    "medewerker",
];
const NUMBERS: &[&str] = &[
    "id", "no", "nr", "num", "number", "nummer", "numero", "code",
];

/// The kind of personal data that a header announces.
pub fn kind_of(header: &str) -> Option<Kind> {
    let words = words(header);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let both = |first: &[&str], second: &[&str]| any(first) && any(second);
    let is_login = both(&["user", "account"], &["name", "principal"]);
    let by_pairs = if is_login {
        Some(Kind::Login)
    } else if both(EMPLOYEES, NUMBERS) {
        Some(Kind::EmployeeNumber)
    } else if both(&["card", "karte", "carte", "tarjeta", "kaart"], NUMBERS) {
        Some(Kind::PaymentCard)
    } else if any(&["name"]) && (words.len() == 1 || any(WHOSE_NAME)) {
        Some(Kind::Name)
    } else {
        None
    };
    let by_words = || WORDS.iter().find(|(_, list)| any(list));
    by_pairs.or_else(|| by_words().map(|(kind, _)| *kind))
}

/// The words of a header, split where the writing splits them: `employeeId`, `E-Mail`, `last_name`, `IPAddress`.
fn words(header: &str) -> Vec<String> {
    let letters: Vec<char> = header.chars().collect();
    let mut words = vec![String::new()];
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let rises = before.is_some_and(|before| before.is_lowercase()) && letter.is_uppercase();
        let turns = before.is_some_and(|before| before.is_uppercase())
            && letter.is_uppercase()
            && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if rises || turns || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            letter.to_lowercase().for_each(|letter| plain(letter, word));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Adds a letter without its accent.
fn plain(letter: char, word: &mut String) {
    match letter {
        'à' | 'á' | 'â' | 'ä' => word.push('a'),
        'è' | 'é' | 'ê' | 'ë' => word.push('e'),
        'ì' | 'í' | 'î' | 'ï' => word.push('i'),
        'ò' | 'ó' | 'ô' | 'ö' => word.push('o'),
        'ù' | 'ú' | 'û' | 'ü' => word.push('u'),
        'ç' => word.push('c'),
        'ñ' => word.push('n'),
        'ß' => word.push_str("ss"),
        other => word.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_splits_where_its_writing_does() {
        for (header, want) in [
            ("employeeId", &["employee", "id"][..]),
            ("IPAddress", &["ip", "address"]),
            ("Fecha de nacimiento", &["fecha", "de", "nacimiento"]),
            ("Straße / N°", &["strasse", "n"]),
            ("🙂", &[]),
            ("", &[]),
        ] {
            assert_eq!(words(header), want, "{header}");
        }
    }

    #[test]
    fn the_more_telling_word_decides() {
        for (header, want) in [
            ("email address", Some(Kind::Email)),
            ("ip_address", Some(Kind::NetworkAddress)),
            ("user name", Some(Kind::Login)),
            ("card number", Some(Kind::PaymentCard)),
            ("manager name", Some(Kind::Name)),
            ("team name", None),
            ("user", None),
        ] {
            assert_eq!(kind_of(header), want, "{header}");
        }
    }
}
