//! Hazel Row: a small community as a bundle, sound and damaged.

use std::{fs, path::Path};

use ayni_bundle::Files;

/// The password of everybody in Hazel Row.
pub(crate) const PASSWORD: &str = "an open gate at noon";

/// Wren, who runs Hazel Row.
pub(crate) const WREN: &str = "wren@hazel.example";

/// Rosalind, who may owe up to 50.00.
pub(crate) const ROSALIND: &str = "rosalind@hazel.example";

/// Tobias, who acts for himself and the bakery.
pub(crate) const TOBIAS: &str = "tobias@hazel.example";

/// A description that stands in one transfer only.
pub(crate) const LOAVES: &str = "Three loaves of rye and a walnut cake";

const COMMUNITY: &str = "\
code,name,status,description,access,adminUsers,createdAt,updatedAt,contact.email
HAZL,Hazel Row,active,\"A row of houses, a bakery, and a shared shed.

We meet \"\"under the hazel\"\" on Sundays.\",public,wren@hazel.example,2025-03-01T09:00:00Z,2025-03-01T09:00:00Z,hello@hazel.example
";

const CURRENCY: &str = "\
code,name,namePlural,symbol,decimals,scale,settings.defaultInitialCreditLimit
HAZL,hazelnut,hazelnuts,hz,2,2,50.00
";

/// `$2b$` and the lowest cost, so that the many sign-ins of the tests are quick; replaced at the first one.
const USERS: &str = "\
email,name,status,passwordHash,language
wren@hazel.example,Wren Abbott,active,$2b$04$JVPCIvjxhwnBC4N2L2bx8uhR/XUu0TX3n2wsi4qZMCBj0nONWUqdm,en
rosalind@hazel.example,Rosalind Pike,active,$2b$04$JVPCIvjxhwnBC4N2L2bx8uhR/XUu0TX3n2wsi4qZMCBj0nONWUqdm,en
tobias@hazel.example,Tobías Fenn,active,$2b$04$JVPCIvjxhwnBC4N2L2bx8uhR/XUu0TX3n2wsi4qZMCBj0nONWUqdm,
";

const MEMBERS: &str = "\
id,code,name,type,status,access,description,createdAt,updatedAt,contact.phone
5f1c2b7e-0a53-4c0d-9d61-1a2b3c4d0001,HAZL0001,Wren Abbott,personal,active,public,\"Keeps the shed, and the keys\",2025-03-01T09:00:00Z,2025-03-01T09:00:00Z,+44 1632 960001
5f1c2b7e-0a53-4c0d-9d61-1a2b3c4d0002,HAZL0002,Rosalind Pike,personal,active,group,Mends bicycles,2025-03-02T09:00:00Z,2025-03-02T09:00:00Z,
5f1c2b7e-0a53-4c0d-9d61-1a2b3c4d0003,HAZL0003,Tobías Fenn,personal,active,group,,2025-03-03T09:00:00Z,2025-03-03T09:00:00Z,
5f1c2b7e-0a53-4c0d-9d61-1a2b3c4d0004,HAZL0004,Hazel Row Bakery,business,active,public,Bread every morning,2025-03-04T09:00:00Z,2025-03-04T09:00:00Z,
";

const MEMBER_USERS: &str = "\
member,user
HAZL0001,wren@hazel.example
HAZL0002,rosalind@hazel.example
HAZL0003,tobias@hazel.example
HAZL0004,tobias@hazel.example
";

const ACCOUNTS: &str = "\
code,balance,creditLimit,maximumBalance
HAZL0001,-4.50,,
HAZL0002,-6.25,50.00,
HAZL0003,2.75,50.00,500.00
HAZL0004,8.00,,
";

const TRANSFERS: &str = "\
id,payer,payee,user,amount,description,createdAt,updatedAt
7d9a3c10-2222-4e5f-8a6b-000000000001,HAZL0001,HAZL0004,wren@hazel.example,12.00,Three loaves of rye and a walnut cake,2025-04-01T08:00:00Z,2025-04-01T08:00:00Z
7d9a3c10-2222-4e5f-8a6b-000000000002,HAZL0004,HAZL0003,tobias@hazel.example,4.00,\"Flour, carried up\",2025-04-02T08:00:00Z,2025-04-02T08:00:00Z
7d9a3c10-2222-4e5f-8a6b-000000000003,HAZL0002,HAZL0001,rosalind@hazel.example,7.5,Shed for a month,2025-04-03T08:00:00Z,2025-04-03T08:00:00Z
7d9a3c10-2222-4e5f-8a6b-000000000004,HAZL0003,HAZL0002,tobias@hazel.example,1.25,New brake cables,2025-04-04T08:00:00Z,2025-04-04T08:00:00Z
";

const CATEGORIES: &str = "\
code,name,description
food,Food,\"Bread, soup, jam\"
";

const POSTS: &str = "\
code,type,member,category,title,description,status,value
rye,offer,HAZL0004,food,Rye bread,\"A loaf, still warm.\",published,4 hz
rope,need,HAZL0002,,,A rope of ten metres,published,
";

/// The files of the bundle.
pub(crate) fn sound() -> Files {
    let files = [
        ("community.csv", COMMUNITY),
        ("currency.csv", CURRENCY),
        ("users.csv", USERS),
        ("members.csv", MEMBERS),
        ("member-users.csv", MEMBER_USERS),
        ("accounts.csv", ACCOUNTS),
        ("transfers.csv", TRANSFERS),
        ("categories.csv", CATEGORIES),
        ("posts.csv", POSTS),
    ];
    files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect()
}

/// Where a fault is: file, row, column.
pub(crate) type Place = (&'static str, Option<u64>, Option<&'static str>);

/// The bundle with everything wrong that can go wrong at once, and where.
pub(crate) fn damaged() -> (Files, Vec<Place>) {
    let mut files = sound();
    let mut replace = |file: &str, from: &str, to: &[u8]| {
        let bytes = &files[file];
        let at = bytes.windows(from.len()).position(|part| part == from.as_bytes()).unwrap();
        let changed = [&bytes[..at], to, &bytes[at + from.len()..]].concat();
        files.insert(file.to_owned(), changed);
    };
    replace("categories.csv", "code,name,", b"code,title,");
    replace("transfers.csv", "000000000002,HAZL0004", b"000000000002,HAZL0044");
    replace("transfers.csv", ",7.5,", b",7.505,");
    replace("transfers.csv", "000000000004", b"000000000001");
    replace("accounts.csv", "-4.50", b"-4.49");
    replace("members.csv", "Mends", b"M\xe9nds");
    let faults = vec![
        ("categories.csv", Some(1), Some("name")),
        ("transfers.csv", Some(3), Some("payer")),
        ("transfers.csv", Some(4), Some("amount")),
        ("transfers.csv", Some(5), Some("id")),
        ("accounts.csv", Some(2), Some("balance")),
        ("members.csv", Some(3), Some("description")),
    ];
    (files, faults)
}

/// Writes the files into a new folder.
pub(crate) fn write(files: &Files, folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
}

/// The files of a folder.
pub(crate) fn read(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}
