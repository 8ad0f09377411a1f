use memscope::{Family, Keepable, Kept};

trait Choose {
    type Choice;
}

struct Text;

struct Number(usize);

impl Family for Text {
    type Rest = ();
}

impl Family for Number {
    type Rest = ();
}

impl Choose for &'static () {
    type Choice = Number;
}

impl<'m> Keepable<'m> for Text
where
    &'m (): Choose<Choice: Family<Rest = ()>>,
{
    type At = <&'m () as Choose>::Choice;
}

fn numbers(_: Kept<Text>) {}

fn main() {
    let _ = (numbers, Number(0).0);
}
