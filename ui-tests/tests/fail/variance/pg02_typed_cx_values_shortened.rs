use memscope::{TypedCx, scope};

fn shortened<'a, 'short, 'long: 'short>(names: TypedCx<'a, &'long str>) -> TypedCx<'a, &'short str> {
    names
}

fn main() {
    scope!(names: &str);
    shortened(names);
}
