//! Names of users are split as the grammar of RFC 7542 §2.2 says, and requests go where a table that is searched from its
//! beginning to its end says.

use proptest::collection::vec;
use proptest::prelude::*;
use radius_runtime::proto::{Nai, Routes};

/// Parts of a user between dots, and labels of a realm.
const PART: &str = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\u{e4}\u{3b4}\u{1f600}-]{1,6}";
const LABEL: &str = "[a-zA-Z0-9\u{e4}\u{3b4}]([a-zA-Z0-9\u{e4}\u{3b4}-]{0,4}[a-zA-Z0-9\u{e4}\u{3b4}])?";

/// The name of a realm, of few labels so that many are alike, and whether it stands for all below it.
fn pattern() -> impl Strategy<Value = (bool, Vec<&'static str>)> {
    (any::<bool>(), realm())
}

fn realm() -> impl Strategy<Value = Vec<&'static str>> {
    vec(prop::sample::select(vec!["a", "b", "c", "\u{e4}"]), 1..5)
}

proptest! {
    #[test]
    fn what_the_grammar_makes_is_an_identifier_p167(
        user in vec(PART, 1..4), realm in vec(LABEL, 2..5), at in any::<prop::sample::Index>(),
        stranger in prop::sample::select(vec![' ', '\0', '\t', '"', '(', ')', ',', ':', ';', '<', '>', '@', '[', ']']),
    ) {
        let (user, realm) = (user.join("."), realm.join("."));
        let both = format!("{user}@{realm}");
        for (name, user, realm) in [
            (&both, Some(&*user), Some(&*realm)),
            (&user, Some(&*user), None),
            (&format!("@{realm}"), None, Some(&*realm)),
        ] {
            let nai = Nai::parse(name).unwrap();
            prop_assert_eq!((nai.user(), nai.realm()), (user, realm));
        }
        let places: Vec<usize> = both.char_indices().map(|(place, _)| place).collect();
        let mut strange = both.clone();
        strange.insert(*at.get(&places), stranger);
        prop_assert!(Nai::parse(&strange).is_err(), "{strange:?}");
    }

    #[test]
    fn every_name_is_whole_or_no_identifier_p167(name in "[ab.@!\\\\() \u{e4}-]{0,12}") {
        if let Ok(nai) = Nai::parse(&name) {
            let realm = nai.realm().map(|realm| format!("@{realm}")).unwrap_or_default();
            prop_assert_eq!(nai.user().unwrap_or_default().to_owned() + &realm, &*name);
            prop_assert!(nai.user().is_some() || nai.realm().is_some());
        }
    }

    #[test]
    fn the_longest_name_leads_the_way_p168(
        patterns in vec(pattern(), 0..40), realms in vec(realm(), 1..20), is_upper in any::<bool>(),
    ) {
        let mut routes = Routes::new();
        for (number, (is_below, labels)) in patterns.iter().enumerate() {
            let name = labels.join(".");
            routes = routes.realm(&if *is_below { format!("*.{name}") } else { name }, number).unwrap();
        }
        for realm in realms {
            // Of those that are alike, the last one counts.
            let own = patterns.iter().rposition(|(is_below, labels)| !is_below && *labels == realm);
            let above = patterns.iter().enumerate().filter(|(_, (is_below, labels))| {
                *is_below && labels.len() < realm.len() && realm.ends_with(labels)
            });
            let expected = own.or_else(|| above.max_by_key(|(_, (_, labels))| labels.len()).map(|(number, _)| number));
            let name = format!("alice@{}", realm.join("."));
            let name = if is_upper { name.to_uppercase() } else { name };
            prop_assert_eq!(routes.of_user_name(&name).copied(), expected, "{}", name);
        }
    }

    #[test]
    fn no_name_is_too_strange_to_be_looked_up_p168(name in any::<String>(), realm in any::<String>()) {
        let routes = Routes::new().realm("*.a", 1).unwrap().without_realm(2).default_route(3);
        let found = routes.of_user_name(&format!("{name}@{realm}.a")).copied();
        prop_assert!(matches!(found, Some(1 | 3)), "{found:?}");
        let found = routes.of_user_name(&name).copied();
        prop_assert!(if name.contains('@') { found != Some(2) } else { found == Some(2) }, "{found:?}");
    }
}
