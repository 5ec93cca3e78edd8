//! A small bundle: a time bank with four members, one of whom waits and one of whom left.

use crate::Files;

const COMMUNITY: &str = "\
code,name,status,description,access,adminUsers,createdAt,updatedAt,location.type,location.longitude,location.latitude,contact.email,settings.minOffers,settings.allowAnonymousMemberList,settings.roles.steward,id
NIDO,El Nido,active,\"A time bank, \"\"small\"\" and kind.

It meets on Fridays.\",public,iria@nido.example,2025-01-02T10:00:00Z,2025-03-02T10:00:00Z,Point,-3.70379,40.4167750,hola@nido.example,2,true,bruno@nido.example,0f8fad5b-d9cb-469f-a165-70867728950e
";

const CURRENCY: &str = "\
code,name,namePlural,symbol,decimals,scale,rateNumerator,rateDenominator,adminUser,createdAt,updatedAt,settings.defaultInitialCreditLimit,settings.defaultHideBalance
NIDO,hour,hours,h,1,2,1,10,iria@nido.example,2025-01-02T10:00:00Z,2025-01-02T10:00:00Z,20.00,false
";

const USERS: &str = "\
id,email,name,status,passwordHash,language,createdAt,updatedAt
7c9e6679-7425-40de-944b-e07fc1f90ae1,iria@nido.example,Iria,active,$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy,es,2025-01-02T10:00:00Z,2025-01-02T10:00:00Z
7c9e6679-7425-40de-944b-e07fc1f90ae2, Bruno@Nido.example ,Bruno,active,,gl,2025-01-03T10:00:00+01:00,2025-01-03T10:00:00Z
7c9e6679-7425-40de-944b-e07fc1f90ae3,cleo@nido.example,Cleo,disabled,,,2025-01-04T10:00:00Z,2025-01-04T10:00:00Z
";

const MEMBERS: &str = "\
id,code,name,type,status,access,description,createdAt,updatedAt,imageUrl,address.locality,location.longitude,location.latitude,contact.email,contact.phone
11111111-7425-40de-944b-e07fc1f90ae1,NIDO0001,Iria,personal,active,public,Gardener,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,https://pictures.example/iria.jpg,Lugo,-7.5559,43.0121,iria@nido.example,+34 600 000 001
11111111-7425-40de-944b-e07fc1f90ae2,NIDO0002,Bruno & Sons,business,active,group,,2025-01-03T10:00:00Z,2025-02-02T10:00:00Z,,,,,,
11111111-7425-40de-944b-e07fc1f90ae3,NIDO0003,Cleo,personal,pending,private,,2025-01-04T10:00:00Z,2025-02-02T10:00:00Z,,,,,,
11111111-7425-40de-944b-e07fc1f90ae4,NIDO0004,Dario,personal,deleted,public,,2025-01-04T10:00:00Z,2025-02-02T10:00:00Z,,,,,,
";

const MEMBER_USERS: &str = "\
id,member,user,notifications.myAccount,emails.group
22222222-7425-40de-944b-e07fc1f90ae1,NIDO0001,iria@nido.example,true,weekly
22222222-7425-40de-944b-e07fc1f90ae2,NIDO0002,bruno@nido.example,false,never
22222222-7425-40de-944b-e07fc1f90ae3,NIDO0003,cleo@nido.example,true,never
22222222-7425-40de-944b-e07fc1f90ae4,NIDO0001,bruno@nido.example,,
";

const ACCOUNTS: &str = "\
id,code,balance,creditLimit,maximumBalance,createdAt,updatedAt,settings.allowPayments
33333333-7425-40de-944b-e07fc1f90ae1,NIDO0001,-1.25,20.00,100.00,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,true
33333333-7425-40de-944b-e07fc1f90ae2,NIDO0002,1.25,,,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,
33333333-7425-40de-944b-e07fc1f90ae4,NIDO0004,0,20,,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,
";

const TRANSFERS: &str = "\
id,payer,payee,user,amount,description,createdAt,updatedAt
44444444-7425-40de-944b-e07fc1f90ae3,NIDO0001,NIDO0002,bruno@nido.example,2,\"Bread, twice\",2025-02-03T10:00:00Z,2025-02-03T10:00:00Z
44444444-7425-40de-944b-e07fc1f90ae1,NIDO0004,NIDO0001,iria@nido.example,0.50,Pruning,2025-02-01T10:00:00Z,2025-02-01T10:00:00Z
44444444-7425-40de-944b-e07fc1f90ae2,NIDO0002,NIDO0004,,0.5,,2025-02-02T10:00:00Z,2025-02-02T10:00:00Z
44444444-7425-40de-944b-e07fc1f90ae4,NIDO0002,NIDO0001,bruno@nido.example,0.25,Seeds,2025-02-03T10:00:00Z,2025-02-04T10:00:00Z
";

const CATEGORIES: &str = "\
id,code,name,description,access,createdAt,updatedAt,icon.type,icon.value
55555555-7425-40de-944b-e07fc1f90ae1,garden,Garden,\"Plants, trees\",public,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,material,yard
";

const POSTS: &str = "\
id,code,type,member,category,title,description,status,access,value,createdAt,updatedAt,expiresAt,imageUrls
66666666-7425-40de-944b-e07fc1f90ae1,g1,offer,NIDO0001,garden,Pruning,I prune trees.,published,public,1 h,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,2030-02-02T10:00:00Z,https://pictures.example/a.jpg;https://pictures.example/b.jpg
66666666-7425-40de-944b-e07fc1f90ae2,g2,need,NIDO0002,,,A ladder for a day,hidden,group,,2025-01-02T10:00:00Z,2025-02-02T10:00:00Z,,
";

/// The files of the bundle.
pub(super) fn files() -> Files {
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

/// The bundle with one text in one file replaced.
pub(super) fn damaged(file: &str, from: &str, to: &str) -> Files {
    let mut files = files();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}
