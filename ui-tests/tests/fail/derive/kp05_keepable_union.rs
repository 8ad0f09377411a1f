use memscope::Keepable;

#[derive(Keepable)]
union Node<'mcx> {
    text: &'mcx str,
    number: u64,
}

fn main() {}
