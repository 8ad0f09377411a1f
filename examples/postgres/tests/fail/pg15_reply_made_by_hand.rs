use memscope_postgres::{Answer, Call, Error, Reply};

struct Wild;

impl Answer for Wild {
    fn answer(self, _: &Call) -> Result<Reply, Error> {
        Ok(Reply::value(0xdead_beef))
    }
}

fn main() {}
