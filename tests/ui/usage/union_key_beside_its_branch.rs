radius_runtime::include_dictionary! {
    mod dictionary = "dictionaries/structures";
}
use dictionary::Location;
use dictionary::location::Place;

fn main() {
    let _ = Location { type_: Some(1), place: Some(Place::Street("Main".into())) };
    let place = Place::Street("Main".into());
    match place {
        Place::Street(_) => {}
        Place::Cell(_) => {}
    }
}
